using ElasticGrains.Compute;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Runtime.Scheduling;

/// <summary>Keeps what the resource manager said last; of this silo its slots know.</summary>
/// <param name="local">This silo's name.</param>
/// <param name="slots">Its slots.</param>
internal sealed class ShutSilos(string local, IComputeSlots slots) : IShutSilos
{
    // Swapped whole; read anywhere.
    private volatile HashSet<string> _shut = [];

    public bool IsShut(string silo) => silo == local ? slots.Intake != SiloIntake.Open : _shut.Contains(silo);

    public void Replace(IEnumerable<string> shut) => _shut = new HashSet<string>(shut, StringComparer.Ordinal);
}
