using System.Globalization;

namespace ElasticGrains.Accelerators.Devices;

/// <summary>
/// Which NVIDIA devices a process may use: the list in <c>CUDA_VISIBLE_DEVICES</c>, of numbers or of beginnings of UUIDs, in which the first that is
/// no device hides all behind it. CUDA goes by it, NVML does not. Numbers are taken by where devices are plugged in, which is CUDA's order where all are alike or
/// <c>CUDA_DEVICE_ORDER</c> says <c>PCI_BUS_ID</c>. Parts of devices (MIG) are not known here.
/// </summary>
internal static class VisibleDevices
{
    public const string Variable = "CUDA_VISIBLE_DEVICES";

    /// <summary>The devices that are visible, in the order of the list; all of them where there is no list.</summary>
    public static IReadOnlyList<Accelerator> Of(IReadOnlyList<Accelerator> all, string? list)
    {
        if (list is null)
        {
            return all;
        }

        var visible = new List<Accelerator>();
        foreach (var word in list.Split(',', StringSplitOptions.TrimEntries))
        {
            if (Find(all, word) is not { } device || visible.Exists(other => other.Id == device.Id))
            {
                break;
            }

            visible.Add(device);
        }

        // Numbered anew, as CUDA does.
        return [.. visible.Select((device, number) => device with { Index = number })];
    }

    private static Accelerator? Find(IReadOnlyList<Accelerator> all, string word)
    {
        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return index < all.Count ? all[index] : null;
        }

        var begins = word.Length == 0 ? [] : all.Where(device => device.Id.StartsWith(word, StringComparison.OrdinalIgnoreCase)).ToList();
        return begins is [var only] ? only : null;
    }
}
