using System.Text.Json;
using CsCheck;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Testing.Ledger;
using static ElasticGrains.Storage.Tests.Events;

namespace ElasticGrains.Storage.Tests.Ledger;

/// <summary>A durable ledger answers as the model does, whichever of two open instances is asked.</summary>
public abstract class LedgerAgainstModelContract
{
    protected abstract Task<(IJobLedger One, IJobLedger Two)> OpenTwiceAsync();

    [Fact]
    public async Task Ledger_UnderRandomAppends_AnswersAsTheModelDoes()
    {
        var (one, two) = await OpenTwiceAsync();
        var jobs = 0;
        var statuses = new HashSet<AppendStatus>();
        var reopened = new HashSet<ReopenOutcome>();

        // Every kind of answer is among the first two hundred nearly always; where chance would have it otherwise, more are drawn.
        for (var round = 0; round < 10 && (statuses.Count, reopened.Count) != (4, 3); round++)
        {
            await Gen.Select(Gen.Int[0, 40], Gen.Int[1, 40], Gen.Int).SampleAsync(CheckAsync, iter: 200, threads: 1);
        }

        Assert.Equal((4, 3), (statuses.Count, reopened.Count));

        async Task CheckAsync(int items, int steps, int seed)
        {
            var random = new Random(seed);
            var job = $"job{Interlocked.Increment(ref jobs)}";
            var model = new LedgerModel();
            var appends = new RandomAppends(job, items, random);
            Assert.Equal(model.Accept(Accepted(job, items)), await one.AcceptAsync(Accepted(job, items)));
            for (var step = 0; step < steps; step++)
            {
                // Two instances take turns at random: neither may trust what it remembers.
                var ledger = random.Next(3) == 0 ? two : one;
                if (step == 0 || (random.Next(10) == 0 && model.List()[0].FinishedAt is null))
                {
                    appends.TakeWriter();
                    Assert.Equal(model.TakeWriter(job, "me", Noon), await ledger.TakeWriterAsync(job, "me"));
                }

                if (random.Next(4) == 0)
                {
                    appends.Reopen();
                    var outcome = model.Reopen(job, "me", Noon);
                    Assert.Equal(outcome, await ledger.ReopenAsync(job, "me"));
                    reopened.Add(outcome);
                }

                var append = appends.Next();
                var expected = model.Append(append);
                Assert.Equal(expected, await ledger.AppendAsync(append));
                statuses.Add(expected.Status);
            }

            Assert.Equal(Normal(model.ReadHistory(job)!), Normal((await two.ReadHistoryAsync(job))!));
            Assert.Equal(Normal(model.ReadCondensedHistory(job)!), Normal((await two.ReadCondensedHistoryAsync(job))!));
            Assert.Equal(StateOf(model.ReadHistory(job)!), StateOf(model.ReadCondensedHistory(job)!));
            Assert.Equal(
                model.ReadPartials(job, 2, 5).Select(partial => Story(partial)), (await one.ReadPartialsAsync(job, 2, 5)).Select(partial => Story(partial)));
            for (var item = 0; item <= items; item++)
            {
                Assert.Equal(Story(model.FindPartial(job, item)), Story(await one.FindPartialAsync(job, item)));
            }

            Assert.Equal(model.List()[0], (await one.ListAsync()).Single(entry => entry.Id == job));
        }
    }

    /// <summary>What a new writer makes of a history.</summary>
    private static string StateOf(JobHistory history) => JsonSerializer.Serialize(JobState.Of(history));

    // The model is given the time, the ledger reads its clock.
    private static string Normal(JobHistory history) => history.WriterEpoch + " " + history.Totals + "\n" + Story(
        history.Events.Select(it => it switch
        {
            LedgerEvent.WriterTaken taken => taken with { At = Noon },
            LedgerEvent.Reopened opened => opened with { At = Noon },
            _ => it,
        }));
}
