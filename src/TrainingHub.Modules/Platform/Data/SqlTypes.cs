using System.Data;
using System.Globalization;
using System.Reflection;
using Dapper;
using Npgsql;

namespace TrainingHub.Modules.Platform.Data;

/// <summary>How times, dates and records pass between Dapper and the two databases.</summary>
internal static class SqlTypes
{
    private static readonly Lazy<bool> Registered = new(() =>
    {
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.RemoveTypeMap(typeof(DateOnly));
        SqlMapper.RemoveTypeMap(typeof(DateOnly?));
        SqlMapper.AddTypeHandler(new UtcHandler());
        SqlMapper.AddTypeHandler(new DateHandler());
        var fallback = SqlMapper.TypeMapProvider;
        SqlMapper.TypeMapProvider = type => RecordMap.For(type) ?? fallback(type);
        return true;
    });

    public static void Register() => _ = Registered.Value;

    public const string UtcFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    private sealed class UtcHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
        {
            // A fixed width, so that text order is time order; microseconds, as PostgreSQL keeps them.
            if (parameter is NpgsqlParameter) parameter.Value = value.UtcDateTime;
            else parameter.Value = value.UtcDateTime.ToString(UtcFormat, CultureInfo.InvariantCulture);
        }

        public override DateTimeOffset Parse(object value) => value switch
        {
            DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
            DateTimeOffset time => time.ToUniversalTime(),
            string text => DateTimeOffset.ParseExact(text, UtcFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            _ => throw new DataException($"No time: {value.GetType().Name}"),
        };
    }

    private sealed class DateHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override void SetValue(IDbDataParameter parameter, DateOnly value)
        {
            if (parameter is NpgsqlParameter npgsql)
            {
                npgsql.NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Date;
                npgsql.Value = value;
            }
            else
            {
                parameter.Value = value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            }
        }

        public override DateOnly Parse(object value) => value switch
        {
            DateOnly date => date,
            DateTime time => DateOnly.FromDateTime(time),
            string text => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => throw new DataException($"No date: {value.GetType().Name}"),
        };
    }
}

/// <summary>
/// Maps a row to a positional record through its primary constructor, whatever integer type the database reports.
/// A missing or misplaced column fails at once and by name, instead of leaving a default behind.
/// </summary>
internal sealed class RecordMap(Type type, ConstructorInfo constructor) : SqlMapper.ITypeMap
{
    private readonly ParameterInfo[] parameters = constructor.GetParameters();

    public static RecordMap? For(Type type)
    {
        if (type.GetMethod("<Clone>$") is null) return null;
        var constructors = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance | BindingFlags.NonPublic)
            .Where(c => !(c.GetParameters() is [var only] && only.ParameterType == type)).ToList();
        return constructors is [var primary] && primary.GetParameters().Length > 0 ? new RecordMap(type, primary) : null;
    }

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal);

    public ConstructorInfo? FindConstructor(string[] names, Type[] types)
    {
        var expected = parameters.Select(p => p.Name!).ToArray();
        if (!names.Select(Plain).SequenceEqual(expected.Select(Plain), StringComparer.OrdinalIgnoreCase))
            throw new DataException($"{type.Name} wants the columns {string.Join(", ", expected)} in this order; the query gives {string.Join(", ", names)}.");
        return constructor;
    }

    public ConstructorInfo? FindExplicitConstructor() => null;

    public SqlMapper.IMemberMap GetConstructorParameter(ConstructorInfo constructor, string columnName) =>
        new ParameterMap(columnName, parameters.First(p => string.Equals(Plain(p.Name!), Plain(columnName), StringComparison.OrdinalIgnoreCase)));

    public SqlMapper.IMemberMap? GetMember(string columnName) => null;

    private sealed record ParameterMap(string ColumnName, ParameterInfo Parameter) : SqlMapper.IMemberMap
    {
        public Type MemberType => Parameter.ParameterType;
        public PropertyInfo? Property => null;
        public FieldInfo? Field => null;
    }
}
