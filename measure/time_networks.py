"""Times timm's networks on this machine, one row a network, in the columns of timm's benchmark.py.

    python measure/time_networks.py --batch-size 1 --out runs/laptop.csv
    dbt build --vars '{own_benchmarks: "runs/*.csv"}'

Needs torch and timm (measure/requirements.txt), and nothing else of this project. A row is written as soon as its
network is timed, and networks that the file already has are left alone: a run that was stopped goes on where it was.
"""

import argparse
import csv
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import timm
import torch
from timm.data import resolve_data_config
from timm.optim import create_optimizer_v2
from timm.utils.model import reparameterize_model

ANCHORS = Path(__file__).parents[1] / "seeds/anchors.csv"
WARM_UP_STEPS = (3, 10)  # fewest and most: a slow network is warm sooner
WARM_UP_SECONDS = 1.0
REPEATS = 5
# A repeat takes at least so long, and at least so many steps.
REPEAT_SECONDS = 0.2
REPEAT_STEPS = 3
MEASURES = ("samples_per_sec", "step_time", "batch_size", "img_size", "spread")
AUTOCAST = {"amp": torch.float16, "amp_bf16": torch.bfloat16}
TYPES = {"bf16": torch.bfloat16}


@dataclass(frozen=True)
class Network:
    model: str
    img_size: int | None  # the size at which timm validates it, where none is given


def main() -> None:
    arguments = parse_arguments()
    tasks = ["infer", "train"] if arguments.task == "both" else [arguments.task]
    columns = ["model", *(f"{task}_{measure}" for task in tasks for measure in MEASURES), "param_count"]
    done = read_done(arguments.out, columns)
    networks = [network for network in read_networks(arguments) if network not in done]
    failed = 0
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    is_new = not arguments.out.exists()
    started = time.monotonic()
    with arguments.out.open("a", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        if is_new:
            writer.writeheader()
        for place, network in enumerate(networks):
            try:
                row = time_network(network, tasks, arguments)
            except Exception as error:  # noqa: BLE001
                # Whatever a network fails of, the others are timed.
                failed += 1
                said = f"failed: {str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__}"
            else:
                writer.writerow(row)
                file.flush()
                said = described(row, tasks)
            left = (time.monotonic() - started) / (place + 1) * (len(networks) - place - 1)
            print(f"[{place + 1}/{len(networks)}] {network.model}: {said}; about {left:.0f} s left", flush=True)
    print(f"{arguments.out}: {len(networks) - failed} networks timed, {len(done)} were there, {failed} failed")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="the CSV file to write or go on with")
    parser.add_argument("--models", nargs="+", help="names, or one file of names (default: the anchors)")
    parser.add_argument("--batch-size", type=int, default=1)
    parser.add_argument("--task", choices=["infer", "train", "both"], default="infer")
    parser.add_argument("--device", default=default_device(), help="cpu, cuda or mps (default: what there is)")
    parser.add_argument("--precision", choices=["fp32", *AUTOCAST, *TYPES], help="default: amp on cuda, else fp32")
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--compile", action="store_true", help="with torch.compile")
    parser.add_argument("--reparameterize", action="store_true", help="fuse networks that can be, as for deployment")
    parser.add_argument("--img-size", type=int, help="in pixels (default: where timm validates each network)")
    arguments = parser.parse_args()
    if arguments.batch_size < 1:
        parser.error("--batch-size has to be at least 1")
    arguments.precision = arguments.precision or ("amp" if arguments.device == "cuda" else "fp32")
    return arguments


def default_device() -> str:
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def read_networks(arguments: argparse.Namespace) -> list[Network]:
    named = arguments.models or [str(ANCHORS)]
    if len(named) == 1 and Path(named[0]).is_file():
        lines = Path(named[0]).read_text().split()
        pairs = [line.split(",") for line in lines if not line.startswith("architecture,")]
        found = [Network(name, int(*size) if size else None) for name, *size in pairs]
    else:
        found = [Network(name, None) for name in named]
    unknown = [network.model for network in found if not timm.is_model(network.model)]
    if unknown:
        sys.exit(f"timm {timm.__version__} does not know {', '.join(unknown[:5])}: see timm.list_models()")
    return [Network(network.model, arguments.img_size or network.img_size or test_size(network)) for network in found]


def test_size(network: Network) -> int:
    config = timm.get_pretrained_cfg(network.model).to_dict()
    return resolve_data_config(pretrained_cfg=config, use_test_size=True)["input_size"][-1]


def read_done(out: Path, columns: list[str]) -> set[Network]:
    if not out.exists():
        return set()
    with out.open(newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    if reader.fieldnames != columns:
        sys.exit(f"{out} has other columns than this run writes: name another file")
    return {
        Network(row["model"], int(row[size]))
        for row in rows
        for size in ("infer_img_size", "train_img_size")
        if row.get(size)
    }


def time_network(network: Network, tasks: list[str], arguments: argparse.Namespace) -> dict[str, Any]:
    row: dict[str, Any] = {"model": network.model}
    for task in tasks:
        batch_size = arguments.batch_size
        while True:
            try:
                measured = time_task(network, task, batch_size, arguments)
                break
            except RuntimeError as error:
                if batch_size == 1 or "out of memory" not in str(error):
                    raise
                batch_size //= 2
                print(f"{network.model}: out of memory, trying a batch of {batch_size}", file=sys.stderr)
            finally:
                if arguments.device == "cuda":
                    torch.cuda.empty_cache()
        row |= {f"{task}_{name}": value for name, value in measured.items()} | {"param_count": measured["param_count"]}
    return row


def time_task(network: Network, task: str, batch_size: int, arguments: argparse.Namespace) -> dict[str, Any]:
    model = create(network, task, arguments)
    param_count = round(sum(parameter.numel() for parameter in model.parameters()) / 1e6, 2)
    if arguments.compile:
        torch._dynamo.reset()  # noqa: SLF001
        model = torch.compile(model)
    images = torch.randn(
        (batch_size, 3, network.img_size, network.img_size),
        device=arguments.device,
        dtype=TYPES.get(arguments.precision, torch.float32),
    )
    if arguments.channels_last:
        images = images.contiguous(memory_format=torch.channels_last)
    step = training_step(model, images, arguments) if task == "train" else inference_step(model, images, arguments)
    with torch.inference_mode() if task == "infer" else nullcontext():
        seconds = time_step(step, synchronize(arguments.device))
    median = statistics.median(seconds)
    return {
        "samples_per_sec": round(batch_size / median, 2),
        "step_time": round(1000 * median, 3),
        "batch_size": batch_size,
        "img_size": network.img_size,
        # Half of what lies between the fastest and the slowest repeat, as a share of the median.
        "spread": round((max(seconds) - min(seconds)) / 2 / median, 4),
        "param_count": param_count,
    }


def create(network: Network, task: str, arguments: argparse.Namespace) -> torch.nn.Module:
    fixed = timm.get_pretrained_cfg(network.model).input_size[-1] != network.img_size
    for options in ({"img_size": network.img_size}, {}) if fixed else ({},):
        try:
            # On the device itself, where large networks are filled with their first weights in no time.
            with torch.device(arguments.device):
                model = timm.create_model(network.model, **options)
            break
        except TypeError:
            # Convolutional networks take any size and have no such parameter.
            continue
    if arguments.reparameterize:
        model = reparameterize_model(model)
    layout = torch.channels_last if arguments.channels_last else torch.preserve_format
    model = model.to(dtype=TYPES.get(arguments.precision), device=arguments.device, memory_format=layout)
    return model.train(task == "train")


def inference_step(model: torch.nn.Module, images: torch.Tensor, arguments: argparse.Namespace) -> Callable[[], None]:
    def step() -> None:
        with autocast(arguments):
            model(images)

    return step


def training_step(model: torch.nn.Module, images: torch.Tensor, arguments: argparse.Namespace) -> Callable[[], None]:
    loss = torch.nn.CrossEntropyLoss()
    optimizer = create_optimizer_v2(model, opt="sgd", lr=1e-4)
    labels = torch.randint(1000, (len(images),), device=arguments.device)

    def step() -> None:
        optimizer.zero_grad()
        with autocast(arguments):
            output = model(images)
            loss(output[0] if isinstance(output, tuple) else output, labels).backward()
        optimizer.step()

    return step


def autocast(arguments: argparse.Namespace) -> AbstractContextManager:
    if arguments.precision not in AUTOCAST:
        return nullcontext()
    return torch.autocast(arguments.device, dtype=AUTOCAST[arguments.precision])


def synchronize(device: str) -> Callable[[], None]:
    return {"cuda": torch.cuda.synchronize, "mps": torch.mps.synchronize}.get(device, lambda: None)


def time_step(step: Callable[[], None], wait: Callable[[], None]) -> list[float]:
    """Seconds a step of each repeat, every step waited for."""
    started = time.perf_counter()
    fewest, most = WARM_UP_STEPS
    for steps in range(most):
        if steps >= fewest and time.perf_counter() - started > WARM_UP_SECONDS:
            break
        step()
        wait()
    return [statistics.mean(repeat(step, wait)) for _ in range(REPEATS)]


def repeat(step: Callable[[], None], wait: Callable[[], None]) -> Iterator[float]:
    started = last = time.perf_counter()
    steps = 0
    while steps < REPEAT_STEPS or last - started < REPEAT_SECONDS:
        step()
        wait()
        now = time.perf_counter()
        yield now - last
        last, steps = now, steps + 1


def described(row: dict[str, Any], tasks: list[str]) -> str:
    return ", ".join(
        f"{row[f'{task}_samples_per_sec']:,} images/s in {'training' if task == 'train' else 'inference'} at batch "
        f"{row[f'{task}_batch_size']} ({100 * row[f'{task}_spread']:.1f} % either way)"
        for task in tasks
    )


if __name__ == "__main__":
    main()
