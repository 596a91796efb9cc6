"""A SavedModel in Python's TensorFlow, measured as EngineLatency measures a bundle. python savedmodel.py FOLDER [SIZE]"""

import os
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
WARM_UP, REQUESTS = 2000, 5000


def resident():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


def main(folder, size):
    before, start = resident(), time.perf_counter()
    import tensorflow as tf
    imported = time.perf_counter()
    model = tf.saved_model.load(folder)
    names = [name for name in ("predict", "serving_default") if name in model.signatures]
    function = model.signatures[names[0] if names else next(iter(model.signatures))]
    opened = time.perf_counter()
    feeds = {}
    for name, spec in function.structured_input_signature[1].items():
        dims = [d or (1 if i == 0 else size) for i, d in enumerate(spec.shape)]
        count = 1
        for d in dims:
            count *= d
        feeds[name] = tf.cast(tf.reshape(tf.range(count) % 7, dims), spec.dtype)
    {key: value.numpy() for key, value in function(**feeds).items()}
    first, added = time.perf_counter(), resident() - before
    times = []
    for i in range(WARM_UP + REQUESTS):
        begin = time.perf_counter()
        {key: value.numpy() for key, value in function(**feeds).items()}
        times.append(time.perf_counter() - begin)
    times = sorted(times[WARM_UP:])
    print(f"{os.path.basename(os.path.normpath(folder))}: import {1e3 * (imported - start):.0f} ms, open {1e3 * (opened - imported):.0f} ms,"
          f" first answer after {1e3 * (first - start):.0f} ms, {added // 1024} MB more, p50 {1e6 * times[REQUESTS // 2]:.1f} us,"
          f" p99 {1e6 * times[REQUESTS * 99 // 100]:.1f} us")


main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1)
