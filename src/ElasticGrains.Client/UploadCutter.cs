using System.Runtime.CompilerServices;
using ElasticGrains.Inputs;

namespace ElasticGrains.Client;

/// <summary>Reads files one behind the other, and cuts what they hold into parts.</summary>
internal sealed class UploadCutter(IReadOnlyList<FileToUpload> files)
{
    private readonly List<UploadedFile> _done = [];

    /// <summary>The files that were read to their ends, as long as they turned out to be.</summary>
    public IReadOnlyList<UploadedFile> Done => _done;

    /// <summary>The parts in order, each in memory of its own: a call that counts as lost may still be reading it.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (part, filled) = (Array.Empty<byte>(), 0);
        foreach (var file in files)
        {
            var length = 0L;
            await using var stream = file.Open();
            while (true)
            {
                part = part.Length == 0 ? GC.AllocateUninitializedArray<byte>(UploadRules.PartBytes) : part;
                var read = await stream.ReadAsync(part.AsMemory(filled), cancellationToken);
                if (read == 0)
                {
                    break;
                }

                (filled, length) = (filled + read, length + read);
                if (filled == part.Length)
                {
                    yield return part;
                    (part, filled) = ([], 0);
                }
            }

            _done.Add(new UploadedFile(file.Path, length));
        }

        if (filled > 0)
        {
            yield return part.AsMemory(0, filled);
        }
    }
}
