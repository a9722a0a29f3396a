using System.Globalization;
using ElasticGrains.Inputs;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;

namespace ElasticGrains.S3;

/// <summary>An object, fetched in windows, each of the version that was submitted.</summary>
/// <param name="objects">Where.</param>
/// <param name="key">The object.</param>
/// <param name="file">What was submitted.</param>
/// <param name="tryFor">How long a service that is away is waited for.</param>
internal sealed class S3Content(S3Objects objects, string key, InputFile file, TimeSpan tryFor) : WindowedContent(file, tryFor)
{
    private readonly S3Version _version = new(file.Fingerprint, file.Length);

    protected override async Task<bool> FetchAsync(long start, Memory<byte> into, CancellationToken cancellationToken) =>
        await objects.ReadAsync(key, _version, start, into, cancellationToken).ConfigureAwait(false) switch
        {
            null => false,
            { } count when count == into.Length => true,
            _ => throw new LedgerUnavailableException("The answer ends too early."),
        };

    protected override bool MayPass(LedgerUnavailableException error) => S3Trouble.MayPass(error);

    protected override KernelInputException Changed() => new(string.Create(
        CultureInfo.InvariantCulture, $"'{File.Path}' is not there any more as it was when the job was submitted ({File.Length:N0} bytes, tag {File.Fingerprint}); submit a new job."));
}
