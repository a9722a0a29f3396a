using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>Columns as array parameters, by position.</summary>
internal static class ArrayParameters
{
    public static void AddArray<T>(this NpgsqlParameterCollection parameters, T[] values) =>
        parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values });

    public static void Column<TRow, T>(this NpgsqlParameterCollection parameters, IReadOnlyCollection<TRow> rows, Func<TRow, T> value) =>
        parameters.AddArray(rows.Select(value).ToArray());

    public static void AddValue<T>(this NpgsqlParameterCollection parameters, T value) =>
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
}
