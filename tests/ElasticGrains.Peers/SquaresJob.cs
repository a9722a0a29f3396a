namespace ElasticGrains.Peers;

/// <summary>The work of a small job: the squares of ten items, as <c>eg bench submit</c> has it.</summary>
public static class SquaresJob
{
    /// <summary>Items per job.</summary>
    public const int Items = 10;

    /// <summary>The sum of the first squares; it becomes the job's result in the database.</summary>
    public static long Sum(int items)
    {
        var sum = 0L;
        for (var item = 0L; item < items; item++)
        {
            sum += item * item;
        }

        return sum;
    }
}
