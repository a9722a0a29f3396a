namespace ElasticGrains.Scheduling;

/// <summary>The silos that take on nothing new, as far as this one knows; of itself it knows at once.</summary>
public interface IShutSilos
{
    /// <summary>True of a silo that takes on nothing new.</summary>
    bool IsShut(string silo);

    /// <summary>What the resource manager says.</summary>
    void Replace(IEnumerable<string> shut);
}
