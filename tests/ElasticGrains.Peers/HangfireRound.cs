using System.Globalization;

namespace ElasticGrains.Peers;

/// <summary>What one round gave.</summary>
/// <param name="Accepted">Jobs per second from the first call to the last answer.</param>
/// <param name="Finished">Jobs per second from the first call to the end of the last job.</param>
/// <param name="Drained">Jobs per second that end once nobody enqueues any more.</param>
internal sealed record HangfireRound(double Accepted, double Finished, double Drained)
{
    public static HangfireRound MedianOf(IReadOnlyList<HangfireRound> rounds) =>
        new(Median(rounds, round => round.Accepted), Median(rounds, round => round.Finished), Median(rounds, round => round.Drained));

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Accepted:0} jobs/s accepted, {Finished:0} jobs/s finished ({Drained:0} once all were accepted)");

    private static double Median(IEnumerable<HangfireRound> rounds, Func<HangfireRound, double> figure)
    {
        var sorted = rounds.Select(figure).Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
