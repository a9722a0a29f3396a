using ElasticGrains.Kernels;

namespace Recipes;

#region kernel
/// <summary>A report that somebody ordered.</summary>
public sealed record ReportOrder(string Title, int Rows);

/// <summary>A finished report.</summary>
public sealed record Report(string Title, long Total);

/// <summary>Makes reports of very different size. The items are the reports.</summary>
public sealed class ReportsKernel : ItemKernel<ReportOrder[], Report>
{
    public override long Count(ReportOrder[] orders) => orders.Length;

    public override Report ComputeItem(ReportOrder[] orders, long item)
    {
        // Here a program asks its database and calls its report library; both may block, for the thread belongs to this kernel.
        var order = orders[item];
        var total = 0L;
        for (var row = 1; row <= order.Rows; row++)
        {
            total += row;
        }

        return new Report(order.Title, total);
    }
}
#endregion
