namespace ElasticGrains.Testing.Simulation;

/// <summary>Between which silos nothing arrives, each direction for itself, and until when. A cut stays with the places when a silo starts again.</summary>
internal sealed class Cuts
{
    private readonly Dictionary<(int From, int To), long> _until = [];

    /// <summary>What one silo says to another is lost until then.</summary>
    public void Cut(Silo from, Silo to, long until) => _until[(from.Place, to.Place)] = Math.Max(until, Until(from, to));

    /// <summary>The end of the cut, in ticks; zero where there was none.</summary>
    public long Until(Silo from, Silo to) => _until.GetValueOrDefault((from.Place, to.Place));
}
