using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cli.Clusters;

/// <summary>Finds the silo that a user means.</summary>
internal static class SiloChoice
{
    /// <summary>The active silo of that name, of that name without what its start added to it, or the only one that begins so.</summary>
    /// <exception cref="EgException">There is none, or more than one.</exception>
    public static SiloView Find(IReadOnlyList<SiloView> silos, string text)
    {
        var active = silos.Where(silo => silo.Status == MemberStatus.Active).ToList();
        foreach (var beginning in (string[])[text, $"{text}."])
        {
            if (active.Find(silo => silo.Name == beginning) is { } exact)
            {
                return exact;
            }

            if (active.FindAll(silo => beginning != text && silo.Name.StartsWith(beginning, StringComparison.Ordinal)) is [var whole])
            {
                return whole;
            }
        }

        var names = active.Select(silo => silo.Name).Order(StringComparer.Ordinal).ToList();
        var fitting = names.FindAll(name => name.StartsWith(text, StringComparison.Ordinal));
        return fitting.Count switch
        {
            1 => active.First(silo => silo.Name == fitting[0]),
            0 => throw EgException.Usage($"there is no active silo '{text}'; there {(names.Count == 1 ? "is" : "are")} {(names.Count == 0 ? "none" : string.Join(", ", names))}."),
            _ => throw EgException.Usage($"'{text}' can be {string.Join(" or ", fitting)}; write more of the name."),
        };
    }
}
