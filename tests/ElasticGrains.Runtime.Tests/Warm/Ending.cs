namespace ElasticGrains.Runtime.Tests.Warm;

/// <summary>A state that must be ended.</summary>
internal sealed class Ending : IDisposable
{
    public bool HasEnded { get; private set; }

    public void Dispose() => HasEnded = true;
}
