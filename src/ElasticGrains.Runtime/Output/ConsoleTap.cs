using System.Diagnostics;
using System.Reflection;
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
        Console.SetOut(new ConsoleTap(Own(Console.Out, Console.OpenStandardOutput), LogStream.Out));
        Console.SetError(new ConsoleTap(Own(Console.Error, Console.OpenStandardError), LogStream.Error));
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

    /// <summary>
    /// A writer of the console that nobody else has. One of the console's own holds its lock, and below it the console takes that of whatever
    /// <see cref="Console.Out"/> is at the moment (ConsolePal.Unix.cs; dotnet/runtime#133498): that is the tap now, which is locked before what stands
    /// behind it. Were that in other hands already, such as a console logger's, both would wait for each other for ever. What the
    /// program has put in the console's place stays as it is.
    /// </summary>
    private static TextWriter Own(TextWriter console, Func<Stream> open) =>
        console.GetType().GetField("_out", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(console) is StreamWriter writer
        && writer.BaseStream.GetType().Assembly == typeof(Console).Assembly
            ? new StreamWriter(open(), console.Encoding) { AutoFlush = true }
            : console;
}
