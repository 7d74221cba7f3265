namespace TrainingHub.Web;

/// <summary>What may stand behind "serve": its own options, those of the web host, and settings with a colon in their key.</summary>
internal static class ServeOptions
{
    private static readonly string[] Known = ["--no-jobs", "--urls", "--http_ports", "--https_ports", "--AllowedHosts", "--environment", "--contentRoot", "--applicationName"];

    /// <summary>The first word that the host would silently ignore; null where there is none.</summary>
    public static string? Unknown(string[] args)
    {
        var takesValue = false;
        foreach (var arg in args.SkipWhile((arg, at) => at == 0 && arg == "serve"))
        {
            var isValue = takesValue;
            takesValue = false;
            if (!arg.StartsWith("--", StringComparison.Ordinal))
            {
                if (isValue) continue;
                return arg;
            }
            var key = arg.Split('=')[0];
            if (!key.Contains(':') && !Known.Contains(key, StringComparer.OrdinalIgnoreCase)) return arg;
            takesValue = key != "--no-jobs" && key.Length == arg.Length;
        }
        return null;
    }
}
