using ElasticGrains.Embedded;
using Recipes;

string[] letters = [.. Enumerable.Range('a', 26).Select(letter => $"{(char)letter}")];
var nearWords = new NearWordsKernel([.. from first in letters from second in letters from third in letters select first + second + third]);
await using var grid = await EmbeddedGrid.StartAsync(builder => builder
    .AddKernel<PerfectNumbersKernel>()
    .AddKernel<ElementsKernel>()
    .AddKernel<TasksKernel>()
    .AddKernel<ReportsKernel>()
    .AddKernel<ScoresKernel>()
    .AddKernel(nearWords));

var order = await LongCall.StartAsync(grid, "order-4711", 10_000);
Console.WriteLine($"{order}: {string.Join(", ", await LongCall.AnswerAsync(grid, order))}");

var worker = new UniqueWorker(grid, "the-only-one", 1_000_000);
await worker.StartAsync();
await worker.StartAsync();
await worker.StopAsync();
await worker.StartAsync();
var found = new List<long>();
await worker.WatchAsync(found.Add);
Console.WriteLine($"the-only-one: {await worker.ProgressAsync():P0}, {string.Join(", ", found.Order())}");

var summary = await ManyElements.SummariseAsync(grid, 1 << 20);
Console.WriteLine($"{summary.Elements:N0} elements: sum {summary.Sum:N0}, largest {summary.Largest}");

var tasks = await ManyTasks.RunAsync(grid, 100_000);
Console.WriteLine($"task 27: {(await ManyTasks.ReadAsync(tasks, 27))?.Value}; task 0: {(await ManyTasks.ReadAsync(tasks, 0))?.Problem}");

var night = await Reports.OrderAsync(grid, "reports-of-monday", [new("Small", 10), new("Huge", 20_000_000), new("Medium", 1_000)]);
await foreach (var report in Reports.DeliverAsync(night))
{
    Console.WriteLine($"{report.Title}: {report.Total:N0}");
}

var near = await Task.WhenAll(new[] { "cat", "dog" }.Select(word => GridSearch.FindAsync(grid, nearWords, word)));
Console.WriteLine($"{near[0].Length} words are one letter from cat, {near[1].Length} from dog; the first are {near[0][0]} and {near[1][0]}");

Console.WriteLine($"customer 815 scores {await Scores.OfAsync(grid, new ScoresInput(Customers: 10_000, Model: 1), 815):N0}");
