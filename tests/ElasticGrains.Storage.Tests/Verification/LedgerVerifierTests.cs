using System.Globalization;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;

namespace ElasticGrains.Storage.Tests.Verification;

public sealed class LedgerVerifierTests
{
    [Fact]
    public async Task Verify_AnUndamagedLedger_FindsNothing()
    {
        await using var job = await GoodJob.CreateAsync();
        Assert.Empty(await job.VerifyAsync());
    }

    [Fact]
    public async Task Verify_UndamagedRuns_FindsNothing()
    {
        await using var job = await GoodJob.OfRunsAsync();
        Assert.Empty(await job.VerifyAsync());
    }

    [Theory]
    [InlineData("deleted commit of a run", "DELETE FROM commits WHERE number = 5", FindingCodes.CoverGap, FindingCodes.NumberGap, FindingCodes.CommitOrder)]
    [InlineData("commit of another shard of the run", "UPDATE commits SET shard = 5 WHERE number = 9", FindingCodes.CommitOutside)]
    [InlineData("commit of another run", "UPDATE commits SET shard = 3 WHERE number = 9", FindingCodes.CommitAttempt, FindingCodes.CommitOutside)]
    [InlineData("commit by the attempt before the cut", "UPDATE commits SET attempt = 1 WHERE number = 9", FindingCodes.CommitAttempt)]
    [InlineData("commit over a border", "UPDATE commits SET end_item = 11 WHERE number = 9; UPDATE commits SET start_item = 11 WHERE number = 10", FindingCodes.CommitOutside)]
    [InlineData("a run too long", "UPDATE events SET body = replace(body, '\"more\":6', '\"more\":7') WHERE sequence = 4", FindingCodes.EventOrder, FindingCodes.EventDamaged)]
    [InlineData("a run too short", "UPDATE events SET body = replace(body, '\"more\":6', '\"more\":1') WHERE sequence = 4", FindingCodes.EventOrder, FindingCodes.ShardRow)]
    [InlineData("a cut elsewhere", "UPDATE events SET body = replace(body, '\"newShard\":4', '\"newShard\":3') WHERE body LIKE '%\"split\"%'", FindingCodes.SplitOutside, FindingCodes.ShardRow)]
    [InlineData("row of a run changed", "UPDATE shards SET more = 1 WHERE shard = 4", FindingCodes.ShardRow)]
    [InlineData("row of a run lost", "DELETE FROM shards WHERE shard = 4", FindingCodes.ShardRow)]
    public async Task Verify_DamagedRuns_NamesTheDamage(string damage, string sql, params string[] codes)
    {
        await using var job = await GoodJob.OfRunsAsync();
        await NamesTheDamageAsync(job, damage, sql, codes);
    }

    [Theory]
    [InlineData("deleted commit", "DELETE FROM commits WHERE number = 4", FindingCodes.CoverGap, FindingCodes.NumberGap, FindingCodes.EventMissing)]
    [InlineData("deleted last commit", "DELETE FROM commits WHERE number = 6", FindingCodes.CoverGap, FindingCodes.NumberGap, FindingCodes.FinishUncovered)]
    [InlineData("duplicated commit",
        "DROP INDEX commit_starts; INSERT INTO commits SELECT job, 7, sequence, shard, attempt, start_item, end_item, length, checksum, at, block, block_length, "
        + "block_checksum, inline FROM commits WHERE number = 5", FindingCodes.CoverOverlap, FindingCodes.EventDuplicate, FindingCodes.CommitOrder)]
    [InlineData("overlapping commits", "UPDATE commits SET start_item = 6 WHERE number = 6", FindingCodes.CoverOverlap, FindingCodes.CommitOrder)]
    [InlineData("gap between commits", "UPDATE commits SET start_item = 8 WHERE number = 6", FindingCodes.CoverGap, FindingCodes.CommitOrder)]
    [InlineData("commit by an earlier attempt", "UPDATE commits SET attempt = 1 WHERE number = 5", FindingCodes.CommitAttempt)]
    [InlineData("commit by a later attempt", "UPDATE commits SET attempt = 3 WHERE number = 1", FindingCodes.CommitAttempt)]
    [InlineData("commit of another shard", "UPDATE commits SET shard = 1 WHERE number = 1", FindingCodes.CommitOrder)]
    [InlineData("wrong number", "UPDATE commits SET number = 9 WHERE number = 6", FindingCodes.NumberGap)]
    [InlineData("numbers exchanged", "UPDATE commits SET number = -1 WHERE number = 4; UPDATE commits SET number = 4 WHERE number = 5; "
        + "UPDATE commits SET number = 5 WHERE number = -1", FindingCodes.NumberOrder)]
    [InlineData("number zero", "UPDATE commits SET number = 0 WHERE number = 1", FindingCodes.NumberDuplicate, FindingCodes.NumberGap)]
    [InlineData("flipped bit of a payload", "UPDATE commits SET inline = x'FF' || substr(inline, 2) WHERE number = 1", FindingCodes.PayloadDamaged)]
    [InlineData("shortened payload", "UPDATE commits SET inline = substr(inline, 2) WHERE number = 1", FindingCodes.PayloadLength)]
    [InlineData("payload gone", "UPDATE commits SET inline = NULL WHERE number = 1", FindingCodes.PayloadLength)]
    [InlineData("changed checksum", "UPDATE commits SET checksum = checksum + 1 WHERE number = 2", FindingCodes.PayloadDamaged)]
    [InlineData("flipped bit of a block", "UPDATE block_chunks SET data = x'00' || substr(data, 2) WHERE chunk = 1", FindingCodes.BlockDamaged)]
    [InlineData("missing chunk", "DELETE FROM block_chunks WHERE chunk = 1", FindingCodes.BlockDamaged)]
    [InlineData("chunks exchanged", "UPDATE block_chunks SET chunk = 9 WHERE chunk = 0; UPDATE block_chunks SET chunk = 0 WHERE chunk = 1", FindingCodes.BlockDamaged)]
    [InlineData("missing block", "DELETE FROM blocks; DELETE FROM block_chunks", FindingCodes.BlockMissing)]
    [InlineData("another block", "UPDATE blocks SET checksum = checksum + 1", FindingCodes.BlockDamaged, FindingCodes.PayloadDamaged)]
    [InlineData("changed end of a range", "UPDATE commits SET end_item = 9 WHERE number = 6", FindingCodes.CoverGap, FindingCodes.ShardRow, FindingCodes.JobRow)]
    [InlineData("commit beyond its shard", "UPDATE commits SET end_item = 11 WHERE number = 6", FindingCodes.CommitOutside, FindingCodes.CoverOverlap)]
    [InlineData("commit beyond the job", "UPDATE commits SET end_item = 21 WHERE number = 3", FindingCodes.CommitOutside)]
    [InlineData("range turned round", "UPDATE commits SET end_item = 3 WHERE number = 5", FindingCodes.CommitOrder, FindingCodes.CoverGap)]
    [InlineData("deleted grant", "DELETE FROM events WHERE body LIKE '%\"granted\"%\"attempt\":2%'", FindingCodes.EventMissing, FindingCodes.CommitAttempt)]
    [InlineData("deleted end", "DELETE FROM events WHERE body LIKE '%\"finished\"%'", FindingCodes.EventMissing, FindingCodes.JobRow)]
    [InlineData("deleted acceptance", "DELETE FROM events WHERE sequence = 1", FindingCodes.EventMissing, FindingCodes.JobRow)]
    [InlineData("events reordered", "UPDATE events SET sequence = 99 WHERE sequence = 14; UPDATE events SET sequence = 14 WHERE sequence = 15; "
        + "UPDATE events SET sequence = 15 WHERE sequence = 99", FindingCodes.AttemptEpoch, FindingCodes.EventOrder)]
    [InlineData("commit moved behind the end", "UPDATE commits SET sequence = 30 WHERE number = 6; UPDATE jobs SET sequence = 30",
        FindingCodes.AfterFinish, FindingCodes.EventMissing)]
    [InlineData("changed answer", "UPDATE events SET body = replace(body, '\"result\":42', '\"result\":43') WHERE body LIKE '%\"finished\"%'",
        FindingCodes.ResultHash, FindingCodes.EventDamaged)]
    [InlineData("changed result hash", "UPDATE events SET body = replace(body, '\"resultHash\":\"', '\"resultHash\":\"0') WHERE body LIKE '%\"finished\"%'",
        FindingCodes.ResultHash, FindingCodes.EventDamaged)]
    [InlineData("changed spec", "UPDATE events SET body = replace(body, '\"kernel\":\"test\"', '\"kernel\":\"tess\"') WHERE sequence = 1", FindingCodes.SpecHash)]
    [InlineData("writer epoch lowered in the row", "UPDATE jobs SET writer_epoch = 1", FindingCodes.WriterEpoch)]
    [InlineData("writer epoch lowered in the event", "UPDATE events SET body = replace(body, '\"epoch\":2', '\"epoch\":1')", FindingCodes.WriterEpoch)]
    [InlineData("finished twice", "INSERT INTO events SELECT job, sequence + 1, checksum, body FROM events WHERE body LIKE '%\"finished\"%'; "
        + "UPDATE jobs SET sequence = sequence + 1", FindingCodes.FinishedTwice)]
    [InlineData("planned twice", "UPDATE events SET body = (SELECT body FROM events WHERE sequence = 3) WHERE sequence = 4", FindingCodes.EventOrder)]
    [InlineData("event that is no JSON", "UPDATE events SET body = '{' WHERE sequence = 4", FindingCodes.EventDamaged, FindingCodes.CommitAttempt)]
    [InlineData("silent change of an event", "UPDATE events SET body = replace(body, 'silo', 'sila') WHERE sequence = 4", FindingCodes.EventDamaged)]
    [InlineData("split elsewhere", "UPDATE events SET body = replace(body, '\"at\":16', '\"at\":15') WHERE body LIKE '%\"split\"%'", FindingCodes.CommitOrder, FindingCodes.ShardRow)]
    [InlineData("shard row lost", "DELETE FROM shards WHERE shard = 2", FindingCodes.ShardRow)]
    [InlineData("shard row changed", "UPDATE shards SET committed_end = 9 WHERE shard = 0", FindingCodes.ShardRow)]
    [InlineData("more items in the row", "UPDATE jobs SET items = 21", FindingCodes.JobRow, FindingCodes.CoverGap)]
    [InlineData("cover hash changed", "UPDATE jobs SET cover = '00000000000000000000000000000001'", FindingCodes.JobRow)]
    [InlineData("cover hash garbled", "UPDATE jobs SET cover = '?'", FindingCodes.JobRow)]
    [InlineData("final phase changed", "UPDATE jobs SET final = 4", FindingCodes.JobRow)]
    public async Task Verify_ADamagedLedger_NamesTheDamage(string damage, string sql, params string[] codes)
    {
        await using var job = await GoodJob.CreateAsync();
        await NamesTheDamageAsync(job, damage, sql, codes);
    }

    [Fact]
    public async Task Verify_ALargeAnswer_FindsNothing()
    {
        await using var job = await GoodJob.OfALargeAnswerAsync();
        Assert.Empty(await job.VerifyAsync());
    }

    [Theory]
    [InlineData("answer gone", "DELETE FROM blocks; DELETE FROM block_chunks", FindingCodes.BlockMissing)]
    [InlineData("another answer", "UPDATE blocks SET checksum = checksum + 1", FindingCodes.BlockDamaged)]
    [InlineData("flipped bit of the answer", "UPDATE block_chunks SET data = x'01' || substr(data, 2)", FindingCodes.BlockDamaged)]
    [InlineData("answer without a hash", "UPDATE events SET body = replace(body, '\"resultHash\":\"', '\"resultHash\":null,\"was\":\"') WHERE body LIKE '%\"finished\"%'", FindingCodes.ResultHash)]
    public async Task Verify_ADamagedLargeAnswer_NamesTheDamage(string damage, string sql, params string[] codes)
    {
        await using var job = await GoodJob.OfALargeAnswerAsync();
        await NamesTheDamageAsync(job, damage, sql, codes);
    }

    [Fact]
    public async Task Verify_AJobThatWasOpenedAgain_FindsNothing()
    {
        await using var job = await GoodJob.ReopenedAsync();
        Assert.Empty(await job.VerifyAsync());
    }

    [Theory]
    [InlineData("deleted reopening", "DELETE FROM events WHERE body LIKE '%\"reopened\"%'", FindingCodes.EventMissing, FindingCodes.AfterFinish, FindingCodes.AttemptEpoch)]
    [InlineData("opened again without an end", "DELETE FROM events WHERE body LIKE '%\"phase\":\"failed\"%'", FindingCodes.EventMissing, FindingCodes.EventOrder)]
    public async Task Verify_ADamagedReopening_NamesTheDamage(string damage, string sql, params string[] codes)
    {
        await using var job = await GoodJob.ReopenedAsync();
        await NamesTheDamageAsync(job, damage, sql, codes);
    }

    [Fact]
    public async Task Verify_AJobWithCapturedInput_FindsNothing()
    {
        await using var job = await GoodJob.GivenUpAsync();
        Assert.Empty(await job.VerifyAsync());
    }

    [Theory]
    [InlineData("missing input", "DELETE FROM blocks; DELETE FROM block_chunks", FindingCodes.InputMissing)]
    [InlineData("another input", "UPDATE blocks SET checksum = checksum + 1", FindingCodes.InputDamaged)]
    [InlineData("flipped bit of the input", "UPDATE block_chunks SET data = x'01' || substr(data, 2)", FindingCodes.InputDamaged)]
    public async Task Verify_DamagedInput_NamesTheDamage(string damage, string sql, params string[] codes)
    {
        await using var job = await GoodJob.GivenUpAsync();
        await NamesTheDamageAsync(job, damage, sql, codes);
        Assert.DoesNotContain(await job.VerifyAsync(), finding => finding.Code is FindingCodes.BlockDamaged or FindingCodes.BlockMissing);
    }

    private static async Task NamesTheDamageAsync(GoodJob job, string damage, string sql, string[] codes)
    {
        Assert.True(await job.DamageAsync(sql) > 0, $"{damage}: nothing was damaged.");
        var findings = await job.VerifyAsync();
        Assert.All(codes, code => Assert.True(
            findings.Any(finding => finding.Code == code && finding.JobId == GoodJob.Id),
            $"{damage}: no '{code}' among\n{string.Join('\n', findings)}"));
    }

    [Fact]
    public async Task Receipt_OfAJob_CountsWhatTheHistorySays()
    {
        await using var job = await GoodJob.CreateAsync();
        var history = (await job.ReadHistoryAsync())!;
        var receipt = ReceiptBuilder.Build(history);
        Assert.Equal(
            ("test@1", JobPhase.Succeeded, 20L, 20L, 6L, 3, 4, 1, 2L),
            (receipt.Kernel, receipt.Phase, receipt.Items, receipt.Covered, receipt.Commits, receipt.Shards, receipt.Attempts, receipt.Splits, receipt.Writers));
        Assert.Equal(Checksum.IdentityOf("42"u8), receipt.ResultHash);
        Assert.Equal((Events.Noon, Events.Noon.AddHours(1)), (receipt.AcceptedAt, receipt.FinishedAt!.Value));

        var cover = UInt128.Zero;
        foreach (var commit in history.Events.OfType<ElasticGrains.Ledger.LedgerEvent.Committed>())
        {
            ulong[] words = [(ulong)commit.Range.Start, (ulong)commit.Range.End, commit.Payload.Checksum];
            cover += UInt128.Parse(Checksum.IdentityOf([.. words.SelectMany(BitConverter.GetBytes)]), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }

        Assert.Equal(cover.ToString("x32", CultureInfo.InvariantCulture), receipt.CoverHash);
        Assert.Equal(receipt, ReceiptBuilder.Build((await job.ReadCondensedHistoryAsync())!));

        var half = ReceiptBuilder.Build(history with { Events = [.. history.Events.Take(6)] });
        Assert.Equal((JobPhase.Running, 4L, null), (half.Phase, half.Covered, half.ResultHash));
        Assert.Throws<ArgumentException>(() => ReceiptBuilder.Build(history with { Events = [] }));
    }
}
