"""A TorchScript model with one FP32 input in Python's PyTorch, measured as EngineLatency measures a bundle. python torchscript.py MODEL DIM..."""

import os
import sys
import time

WARM_UP, REQUESTS = 2000, 5000


def resident():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


def main(model, dims):
    before, start = resident(), time.perf_counter()
    import torch
    imported = time.perf_counter()
    forward = torch.jit.load(model)
    opened = time.perf_counter()
    count = 1
    for d in dims:
        count *= d
    values = [float(i % 7) for i in range(count)]
    with torch.inference_mode():
        forward(torch.tensor(values).reshape(dims)).numpy()
        first, added = time.perf_counter(), resident() - before
        x = torch.tensor(values).reshape(dims)
        times = []
        for _ in range(WARM_UP + REQUESTS):
            begin = time.perf_counter()
            forward(x).numpy()
            times.append(time.perf_counter() - begin)
    times = sorted(times[WARM_UP:])
    print(f"{os.path.basename(model)} in Python: import {1e3 * (imported - start):.0f} ms, open {1e3 * (opened - imported):.0f} ms,"
          f" first answer after {1e3 * (first - start):.0f} ms, {added // 1024} MB more, p50 {1e6 * times[REQUESTS // 2]:.1f} us,"
          f" p99 {1e6 * times[REQUESTS * 99 // 100]:.1f} us")


main(sys.argv[1], [int(d) for d in sys.argv[2:]])
