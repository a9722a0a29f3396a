using System.Buffers;
using System.IO.MemoryMappedFiles;
using ElasticGrains.Transfer;
using Microsoft.Win32.SafeHandles;

namespace ElasticGrains.Runtime.Blocks;

/// <summary>
/// Bytes in memory that other processes of this machine can read, too. They belong to a file without a name, which the system keeps for as long as a process
/// has it open or mapped: of processes that are killed nothing is left. Others get at it through its owner's open file, with the owner's rights.
/// </summary>
internal sealed unsafe class SharedSegment : MemoryManager<byte>
{
    private const string SharedMemory = "/dev/shm";
    private const string Processes = "/proc/";
    private const string Prefix = SharedMemory + "/elasticgrains-";
    private const string Deleted = " (deleted)";

    // Each takes one of the mappings and one of the open files that the system allows a process.
    private const int MostOwned = 4096;

    private static int _owned;

    private readonly IDisposable? _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly int _length;
    private byte* _start;

    private SharedSegment(SafeFileHandle handle, int length, FileStream? file = null, SegmentTicket? ticket = null)
    {
        (_length, _file, Ticket) = (length, file, ticket);
        using var map = MemoryMappedFile.CreateFromFile(handle, mapName: null, length, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    /// <summary>For others; null where this process is not the owner.</summary>
    public SegmentTicket? Ticket { get; }

    /// <summary>Shares a copy of some bytes.</summary>
    /// <returns>Null where the system has no shared memory, or no room in it.</returns>
    public static SharedSegment? TryCreate(ReadOnlySpan<byte> content)
    {
        if (!OperatingSystem.IsLinux() || content.IsEmpty || LocalMachine.Id is not { } machine || Volatile.Read(ref _owned) >= MostOwned)
        {
            return null;
        }

        var path = $"{Prefix}{Guid.NewGuid():N}";
        FileStream? file = null;
        try
        {
            // Others need shared memory, too: a database, for example.
            var memory = new DriveInfo(SharedMemory);
            if (memory.AvailableFreeSpace - content.Length < memory.TotalSize / 2)
            {
                return null;
            }

            file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            File.Delete(path);

            // Written before it is mapped: where there is no room that is an error, and not the end of the process.
            var handle = file.SafeFileHandle;
            RandomAccess.Write(handle, content, 0);
            File.SetUnixFileMode(handle, UnixFileMode.UserRead);
            var ticket = new SegmentTicket(machine, $"/proc/{Environment.ProcessId}/fd/{handle.DangerousGetHandle()}", $"{path}{Deleted}", content.Length);
            var segment = new SharedSegment(handle, content.Length, file, ticket);
            Interlocked.Increment(ref _owned);
            return segment;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            return null;
        }
    }

    /// <summary>Opens what another process of this machine shares.</summary>
    /// <returns>Null where it is none of this machine, or is there no more. What was opened is what was meant only when its checksum says so.</returns>
    public static SharedSegment? TryOpen(SegmentTicket ticket)
    {
        if (ticket.Machine != LocalMachine.Id || ticket.Length is <= 0 or > int.MaxValue
            || !ticket.Path.StartsWith(Processes, StringComparison.Ordinal) || !ticket.Target.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            // What the number of an open file stands for changes when the file is closed.
            if (File.ResolveLinkTarget(ticket.Path, returnFinalTarget: false)?.FullName != ticket.Target)
            {
                return null;
            }

            using var file = File.OpenHandle(ticket.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return RandomAccess.GetLength(file) == ticket.Length ? new SharedSegment(file, (int)ticket.Length) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        return new Span<byte>(_start, _length);
    }

    /// <summary>It does not move.</summary>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        return new MemoryHandle(_start + elementIndex);
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _start is not null)
        {
            _start = null;
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            if (_file is not null)
            {
                _file.Dispose();
                Interlocked.Decrement(ref _owned);
            }
        }
    }
}
