using System.Diagnostics;
using System.Text;
using ElasticGrains.Ledger;

namespace ElasticGrains.Runtime.Output;

/// <summary>
/// Stands before the console of the process: everything goes through as it is, and what kernels write is also kept. Who puts a writer of
/// his own in its place afterwards takes the kernels' lines away from the log.
/// </summary>
internal sealed class ConsoleTap : TextWriter
{
    private static readonly Lazy<bool> Installed = new(() =>
    {
        Console.SetOut(new ConsoleTap(Console.Out, LogStream.Out));
        Console.SetError(new ConsoleTap(Console.Error, LogStream.Error));
        return Trace.Listeners.Add(new TraceTap()) >= 0;
    });

    private readonly TextWriter _through;
    private readonly LogStream _stream;

    public ConsoleTap(TextWriter through, LogStream stream)
        : base(through.FormatProvider)
    {
        (_through, _stream) = (through, stream);
        CoreNewLine = through.NewLine.ToCharArray();
    }

    public override Encoding Encoding => _through.Encoding;

    /// <summary>Once for the process, however many silos it has.</summary>
    public static void Install() => _ = Installed.Value;

    public override void Write(char value)
    {
        _through.Write(value);
        AttemptOutput.Current?.Write(_stream, [value]);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        _through.Write(buffer, index, count);
        AttemptOutput.Current?.Write(_stream, buffer.AsSpan(index, count));
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        _through.Write(buffer);
        AttemptOutput.Current?.Write(_stream, buffer);
    }

    public override void Write(string? value)
    {
        _through.Write(value);
        AttemptOutput.Current?.Write(_stream, value);
    }

    public override void WriteLine(string? value)
    {
        _through.WriteLine(value);
        AttemptOutput.Current?.WriteLine(_stream, value);
    }

    public override void Flush() => _through.Flush();
}
