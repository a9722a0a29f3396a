namespace ElasticGrains.Testing.Laws;

/// <summary>A range and a place to cut it.</summary>
internal readonly record struct LawCut(long Start, long Middle, long End)
{
    public ItemRange Whole => new(Start, End);

    public ItemRange Left => new(Start, Middle);

    public ItemRange Right => new(Middle, End);

    /// <summary>The same cut in smaller surroundings, the smallest first.</summary>
    public IEnumerable<LawCut> Smaller()
    {
        for (var width = 1L; width < Whole.Length; width *= 2)
        {
            yield return new LawCut(Math.Max(Start, Middle - width), Middle, Math.Min(End, Middle + width));
        }
    }

    public static LawCut Choose(Random random, int trial, long count, long maxItems)
    {
        var length = random.NextInt64(Math.Min(count, maxItems) + 1);

        // Borders hide the most errors: begin with the whole (or its ends), then windows anywhere.
        var start = trial switch
        {
            0 => 0,
            1 => count - Math.Min(count, maxItems),
            _ => random.NextInt64(count - length + 1),
        };
        length = trial < 2 ? Math.Min(count, maxItems) : length;
        var middle = start + (trial % 8) switch
        {
            4 => 0,
            5 => length,
            6 => Math.Min(1, length),
            7 => Math.Max(0, length - 1),
            _ => random.NextInt64(length + 1),
        };
        return new LawCut(start, middle, start + length);
    }
}
