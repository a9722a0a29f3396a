using System.Diagnostics;
using ElasticGrains.Ledger;

namespace ElasticGrains.Runtime.Output;

/// <summary>Keeps what kernels write to <see cref="Trace"/>, whoever else listens.</summary>
internal sealed class TraceTap : TraceListener
{
    public override bool IsThreadSafe => true;

    public override void Write(string? message) => AttemptOutput.Current?.Write(LogStream.Trace, message);

    public override void WriteLine(string? message) => AttemptOutput.Current?.WriteLine(LogStream.Trace, message);
}
