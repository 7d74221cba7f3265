using System.Text.RegularExpressions;
using TrainingHub.Modules.Platform;

namespace TrainingHub.Modules.Quizzes.Exchange;

/// <summary>
/// Reads Aiken: the question, then its options as "A) …" or "A. …", each one line, then "ANSWER: A". Capitals only, as Moodle has it; what looks meant but
/// isn't written so is a fault with its line.
/// </summary>
internal static partial class AikenReader
{
    public static ItemFile Read(string file)
    {
        var (items, faults) = (new List<ExchangeItem>(), new List<ItemFault>());
        var open = new Open();
        var number = 0;
        foreach (var raw in file.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0)
            {
                // A blank line between a question and its options is common; behind the options one is missing its answer.
                if (open.Options.Count > 0) open.Fail(faults, Problem.Because("The line ANSWER: is missing below the options."), ref open);
                continue;
            }
            if (Answer().Match(line) is { Success: true } answer)
            {
                Close(open, number, answer.Groups[1].Value.Trim(), items, faults);
                open = new Open();
                if (items.Count > ExchangeLimits.Items) return new ItemFile(items[..ExchangeLimits.Items], [.. faults, new ItemFault(number, null, Problem.Because("The file has more than {0} questions. Divide it.", ExchangeLimits.Items))]);
            }
            else if (Option().Match(line) is { Success: true } option)
            {
                open.Begin(number);
                open.Add(number, option.Groups[1].Value, option.Groups[2].Value.Trim());
            }
            else if (open.Options.Count > 0)
            {
                open.Wrong ??= (number, LooseOption().IsMatch(line)
                    ? Problem.Because("An option begins with a capital letter, then ) or . and a space: A) …")
                    : LooseAnswer().IsMatch(line) ? Problem.Because("The answer is written in capitals with a colon: ANSWER: A")
                    : Problem.Because("A line stands among the options that is none. Each option is one line: A) …"));
            }
            else
            {
                open.Begin(number);
                open.Text.Add(line);
            }
        }
        if (open.Line > 0) open.Fail(faults, Problem.Because(open.Options.Count == 0 ? "The question has no options: A) …" : "The line ANSWER: is missing below the options."), ref open);
        if (items.Count == 0 && faults.Count == 0) faults.Add(new ItemFault(0, null, Problem.Because("There is no question in this file.")));
        return new ItemFile(items, faults);
    }

    private static void Close(Open open, int line, string answer, List<ExchangeItem> items, List<ItemFault> faults)
    {
        void Fault(int at, Problem problem) => faults.Add(new ItemFault(at, open.Text.Count == 0 ? null : ItemHead.Of(string.Join(' ', open.Text)), problem));
        if (open.Wrong is { } wrong) Fault(wrong.Line, wrong.What);
        else if (open.Line == 0) Fault(line, Problem.Because("There is an ANSWER without a question before it."));
        else if (open.Text.Count == 0) Fault(open.Line, Problem.Because("The question has no text."));
        else if (open.Options.Count < 2) Fault(open.Line, Problem.Because("At least two options are needed."));
        else if (answer.Length != 1 || !char.IsAsciiLetterUpper(answer[0])) Fault(line, Problem.Because("Behind ANSWER: stands one capital letter, not \"{0}\".", ItemHead.Of(answer)));
        else if (open.Options.All(o => o.Letter != answer[0])) Fault(line, Problem.Because("The answer is {0}, but there is no such option.", answer));
        else
        {
            var item = new ExchangeItem(open.Line, "single", new ItemText(string.Join('\n', open.Text)))
            {
                Source = "multichoice", Options = [.. open.Options.Select(o => new ItemOption(new ItemText(o.Text), o.Letter == answer[0] ? 100 : 0))],
            };
            if (ItemRules.Check(item) is { } problem) Fault(open.Line, problem);
            else items.Add(item);
        }
    }

    private sealed class Open
    {
        public int Line { get; private set; }
        public List<string> Text { get; } = [];
        public List<(char Letter, string Text)> Options { get; } = [];
        public (int Line, Problem What)? Wrong { get; set; }

        public void Begin(int line) => Line = Line == 0 ? line : Line;

        public void Add(int line, string letter, string text)
        {
            var expected = (char)('A' + Options.Count);
            if (letter[0] != expected) Wrong ??= (line, Problem.Because("The option is called {0}, but {1} is next.", letter, expected.ToString()));
            Options.Add((letter[0], text));
        }

        public void Fail(List<ItemFault> faults, Problem problem, ref Open open)
        {
            faults.Add(new ItemFault(Wrong?.Line ?? Line, Text.Count == 0 ? null : ItemHead.Of(string.Join(' ', Text)), Wrong?.What ?? problem));
            open = new Open();
        }
    }

    [GeneratedRegex(@"^([A-Z])[).][ \t\u3000]+(.*)$")]
    private static partial Regex Option();

    [GeneratedRegex(@"^ANSWER:(.*)$")]
    private static partial Regex Answer();

    [GeneratedRegex(@"^\(?[A-Za-z][).．、）:]")]
    private static partial Regex LooseOption();

    [GeneratedRegex(@"^ANSWER\b", RegexOptions.IgnoreCase)]
    private static partial Regex LooseAnswer();
}
