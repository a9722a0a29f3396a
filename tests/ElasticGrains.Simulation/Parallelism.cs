// Every test here keeps a processor busy, and the sweep measures.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
