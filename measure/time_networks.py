"""Times timm's networks on this machine and writes the columns of timm's benchmark.py, a row per network.

    python measure/time_networks.py --out runs/laptop.csv

Needs torch and timm (measure/requirements.txt), and nothing else of this project. A row is written as soon as its
network is timed, and networks that the file already has are skipped: a run that was stopped continues where it was.
"""

import argparse
import csv
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import timm
import torch
from timm.data import resolve_data_config

ANCHORS = Path(__file__).parents[1] / "seeds/anchors.csv"
# At most this many steps, or as many as take a second: a slow network needs few.
WARM_UP_STEPS = 10
REPEATS = 5
# A repeat takes at least this long, and at least this many steps.
REPEAT_SECONDS = 0.2
REPEAT_STEPS = 3
AUTOCAST = {"amp": torch.float16, "amp_bf16": torch.bfloat16}


def main() -> None:
    arguments = parse_arguments()
    measures = ("samples_per_sec", "step_time", "batch_size", "img_size", "spread")
    columns = ["model", *(f"{arguments.task}_{measure}" for measure in measures), "param_count"]
    done = models_in(arguments.out, columns)
    left = [model for model in arguments.models if model not in done]
    failed = 0
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    with arguments.out.open("a", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if file.tell() == 0:
            writer.writerow(columns)
        for number, model in enumerate(left, 1):
            try:
                row = time_network(model, arguments)
            except Exception as error:  # noqa: BLE001
                # One network that fails, of whatever cause, must not stop the others.
                failed += 1
                said = f"failed: {type(error).__name__}: {error}".splitlines()[0]
            else:
                writer.writerow(row)
                file.flush()
                said = f"{row[2]} ms a step, {row[1]} images per second"
            print(f"[{number}/{len(left)}] {model}: {said}", flush=True)
    print(f"{arguments.out}: {len(left) - failed} networks timed, {failed} failed, {len(done)} were already there")


def parse_arguments() -> argparse.Namespace:
    device = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="the CSV file to write or to continue")
    parser.add_argument("--models", nargs="+", help="timm's names (default: the anchors)")
    parser.add_argument("--task", choices=["infer", "train"], default="infer")
    parser.add_argument("--batch-size", type=int, default=1)
    parser.add_argument("--device", default=device, help="cpu, cuda or mps (here: %(default)s)")
    parser.add_argument("--precision", choices=["fp32", *AUTOCAST], help="default: amp on cuda, fp32 elsewhere")
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--compile", action="store_true", help="with torch.compile")
    arguments = parser.parse_args()
    arguments.models = arguments.models or [line.split(",")[0] for line in ANCHORS.read_text().splitlines()[1:]]
    arguments.precision = arguments.precision or ("amp" if arguments.device == "cuda" else "fp32")
    if arguments.batch_size < 1:
        parser.error("--batch-size must be at least 1")
    if unknown := [model for model in arguments.models if not timm.is_model(model)]:
        parser.error(f"timm {timm.__version__} does not know {', '.join(unknown)}: see timm.list_models()")
    return arguments


def models_in(out: Path, columns: list[str]) -> set[str]:
    if not out.exists():
        return set()
    with out.open(newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames not in (columns, None):
            sys.exit(f"{out} has other columns than this run would write: name another file")
        return {row["model"] for row in reader}


def time_network(name: str, arguments: argparse.Namespace) -> list[str | float]:
    """The row to write: times are the median of the repeats, spread is half their range as a share of the median."""
    config = timm.get_pretrained_cfg(name)
    size = resolve_data_config(pretrained_cfg=config.to_dict(), use_test_size=True)["input_size"][-1]
    layout = torch.channels_last if arguments.channels_last else torch.contiguous_format
    model = create(name, size, config.input_size[-1], arguments.device).to(memory_format=layout)
    param_count = sum(parameter.numel() for parameter in model.parameters())
    if arguments.compile:
        torch.compiler.reset()
        model = torch.compile(model)
    images = torch.randn((arguments.batch_size, 3, size, size), device=arguments.device).to(memory_format=layout)
    make_step = training_step if arguments.task == "train" else inference_step
    seconds = time_step(make_step(model, images, arguments), arguments.device)
    median = statistics.median(seconds)
    return [
        name,
        round(arguments.batch_size / median, 2),
        round(1000 * median, 3),
        arguments.batch_size,
        size,
        round((max(seconds) - min(seconds)) / 2 / median, 4),
        round(param_count / 1e6, 2),
    ]


def create(name: str, size: int, default_size: int, device: str) -> torch.nn.Module:
    # On the device itself, where the random weights of a large network take no time.
    with torch.device(device):
        if size != default_size:
            try:
                return timm.create_model(name, img_size=size)
            except TypeError:
                # A convolutional network takes images of any size, and has no such parameter.
                pass
        return timm.create_model(name)


def autocast(arguments: argparse.Namespace) -> AbstractContextManager:
    if arguments.precision == "fp32":
        return nullcontext()
    return torch.autocast(arguments.device, dtype=AUTOCAST[arguments.precision])


def inference_step(model: torch.nn.Module, images: torch.Tensor, arguments: argparse.Namespace) -> Callable[[], None]:
    model.eval()

    def step() -> None:
        with torch.inference_mode(), autocast(arguments):
            model(images)

    return step


def training_step(model: torch.nn.Module, images: torch.Tensor, arguments: argparse.Namespace) -> Callable[[], None]:
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-4)
    labels = torch.randint(1000, (len(images),), device=arguments.device)

    def step() -> None:
        optimizer.zero_grad()
        with autocast(arguments):
            loss = torch.nn.functional.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()

    return step


def time_step(step: Callable[[], None], device: str) -> list[float]:
    """Seconds per step of each repeat. Every step is waited for, as one image alone would be."""
    wait = {"cuda": torch.cuda.synchronize, "mps": torch.mps.synchronize}.get(device, lambda: None)

    def run(fewest: int, most: float, seconds: float) -> float:
        started, steps, passed = time.perf_counter(), 0, 0.0
        while steps < fewest or (steps < most and passed < seconds):
            step()
            wait()
            steps, passed = steps + 1, time.perf_counter() - started
        return passed / steps

    run(REPEAT_STEPS, WARM_UP_STEPS, seconds=1)
    return [run(REPEAT_STEPS, float("inf"), REPEAT_SECONDS) for _ in range(REPEATS)]


if __name__ == "__main__":
    main()
