using System.Runtime.InteropServices;

namespace ElasticGrains.Cli.Running;

/// <summary>Ctrl-C and SIGTERM: the first asks for a clean stop, the second ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
    ];

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        if (_stop.IsCancellationRequested)
        {
            // Nothing is lost: what is committed is in the ledger already.
            Environment.Exit((int)ExitCode.Stopped);
        }

        signal.Cancel = true;
        _stop.Cancel();
    }
}
