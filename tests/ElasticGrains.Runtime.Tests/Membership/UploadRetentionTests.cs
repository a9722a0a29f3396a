using ElasticGrains.Inputs;
using ElasticGrains.Runtime.Membership;
using ElasticGrains.Testing.Ledger;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ElasticGrains.Runtime.Tests.Membership;

public class UploadRetentionTests
{
    [Fact]
    public async Task Retention_OfInputs_ForgetsThemWhenTheirTimeIsUpAndLooksOnceAMinute()
    {
        var time = new FakeTimeProvider();
        var uploads = new InMemoryUploads(time);
        var retention = new UploadRetention(uploads, time, NullLogger<UploadRetention>.Instance);
        await uploads.BeginAsync("begun", UploadRules.DefaultKeep);

        time.Advance(UploadRules.UnfinishedFor - TimeSpan.FromSeconds(1));
        await retention.RunAsync(default);
        Assert.Single(await uploads.ListAsync("", 10));

        time.Advance(TimeSpan.FromSeconds(1));
        await retention.RunAsync(default);
        Assert.Single(await uploads.ListAsync("", 10));

        time.Advance(TimeSpan.FromMinutes(1));
        await retention.RunAsync(default);
        Assert.Empty(await uploads.ListAsync("", 10));
    }

    [Fact]
    public async Task Retention_RightAfterAStart_LeavesWhatExpiredBeforeIt()
    {
        var time = new FakeTimeProvider();
        var uploads = new InMemoryUploads(time);
        await uploads.BeginAsync("begun", UploadRules.DefaultKeep);
        time.Advance(UploadRules.UnfinishedFor);
        var retention = new UploadRetention(uploads, time, NullLogger<UploadRetention>.Instance);

        await retention.RunAsync(default);
        Assert.Single(await uploads.ListAsync("", 10));

        time.Advance(UploadRetention.AfterStart);
        await retention.RunAsync(default);
        Assert.Empty(await uploads.ListAsync("", 10));
    }
}
