using ElasticGrains.Kernels;

namespace Recipes;

#region kernel
/// <summary>How many tasks there are; what each needs besides it finds by its number.</summary>
public sealed record TaskList(int Tasks);

/// <summary>What became of a task: a value, or why there is none.</summary>
public sealed record TaskOutcome(int Value, string? Problem);

/// <summary>Runs independent tasks and keeps what each gave. The items are the tasks.</summary>
public sealed class TasksKernel : ItemKernel<TaskList, TaskOutcome>
{
    public override long Count(TaskList list) => list.Tasks;

    // An exception would be taken for an accident, and the task tried again; an expected failure is a value.
    public override TaskOutcome ComputeItem(TaskList list, long item) =>
        item > 0 ? new TaskOutcome(StepsToOne(item), null) : new TaskOutcome(0, "0 never comes to 1.");

    private static int StepsToOne(long number)
    {
        var steps = 0;
        for (; number > 1; steps++)
        {
            number = number % 2 == 0 ? number / 2 : (3 * number) + 1;
        }

        return steps;
    }
}
#endregion
