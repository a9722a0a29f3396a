using ElasticGrains.Inputs;

namespace ElasticGrains.Runtime.Inputs;

/// <summary>Lets kernels in this process read the inputs of the silo's ledger, for as long as the silo lives.</summary>
internal sealed class UploadRegistration(IUploadStore store) : ILifecycleParticipant<ISiloLifecycle>
{
    private IDisposable? _registered;

    // Before there can be a slot.
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(nameof(UploadRegistration), ServiceLifecycleStage.ApplicationServices, StartAsync, StopAsync);

    private async Task StartAsync(CancellationToken cancellationToken) =>
        _registered = UploadedInputs.Register(store, await store.IdentifyAsync(cancellationToken));

    private Task StopAsync(CancellationToken cancellationToken)
    {
        _registered?.Dispose();
        return Task.CompletedTask;
    }
}
