using System.CommandLine;
using ElasticGrains.Peers;
using ElasticGrains.Peers.Bare;

var rounds = new Option<int>("--rounds") { Description = "How often it is measured, after a warm-up.", DefaultValueFactory = _ => 3 };
var jobs = new Option<int>("--jobs") { Description = "Jobs per round.", DefaultValueFactory = _ => 3_000 };
var clients = new Option<int>("--clients") { Description = "Threads that enqueue at once.", DefaultValueFactory = _ => 64 };
var workers = new Option<int>("--workers") { Description = "Workers of each of the two server processes.", DefaultValueFactory = _ => 20 };

var hangfire = new Command("hangfire", "Many small jobs on two Hangfire servers and PostgreSQL: accepted and finished.") { rounds, jobs, clients, workers };
hangfire.SetAction((parsed, token) => HangfireBench.RunAsync(
    parsed.GetValue(jobs), parsed.GetValue(clients), parsed.GetValue(workers), parsed.GetValue(rounds), Console.Out, token));

var server = new Command(HangfireServer.Verb, "One server, until its input ends; started by 'hangfire'.") { workers };
server.SetAction((parsed, token) => HangfireServer.ServeAsync(parsed.GetValue(workers), token));

var bare = new Command("bare", "Many small jobs that are two fresh grains each and nothing else: what Orleans itself takes.") { rounds, jobs, clients };
bare.SetAction((parsed, token) => BareBench.RunAsync(parsed.GetValue(jobs), parsed.GetValue(clients), parsed.GetValue(rounds), Console.Out, token));

var port = new Option<int>("--port") { Required = true };
var gateway = new Option<int>("--gateway") { Required = true };
var primary = new Option<int>("--primary") { Required = true };
var silo = new Command(BareSilo.Verb, "One silo, until its input ends; started by 'bare'.") { port, gateway, primary };
silo.SetAction((parsed, token) => BareSilo.ServeAsync(parsed.GetValue(port), parsed.GetValue(gateway), parsed.GetValue(primary), token));

return await new RootCommand("The same work on other systems, as controls.") { hangfire, server, bare, silo }.Parse(args).InvokeAsync();
