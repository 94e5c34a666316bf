"""Networks that `widemargin export` wrote, rebuilt in PyTorch (1.13 or later).

    from widemargin_network import load
    network = load("mnist.pth")                # or a .safetensors file, with the package safetensors
    logits = network(images)                   # [N, C, H, W], pixels in [0, 1]
"""
import json
import zipfile
from collections import OrderedDict

import torch
from torch import nn


class GlobalAveragePool(nn.Module):
    def forward(self, x):
        return x.mean(dim=(2, 3))


class Normalize(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.mean, self.std = mean, std

    def forward(self, x):
        shape = (1, -1) + (1,) * (x.dim() - 2)
        return (x - x.new_tensor(self.mean).view(shape)) / x.new_tensor(self.std).view(shape)


class Standardize(nn.Module):
    """TensorFlow's per_image_standardization."""

    def forward(self, x):
        rows = x.flatten(1)
        variance, mean = torch.var_mean(rows, dim=1, unbiased=False, keepdim=True)
        return ((rows - mean) / variance.clamp(min=1 / rows.shape[1]).sqrt()).view_as(x)


class Residual(nn.Module):
    def __init__(self, main, shortcut):
        super().__init__()
        self.main, self.shortcut = main, shortcut

    def forward(self, x):
        return self.main(x) + self.shortcut(x)


class Concatenate(nn.Module):
    def __init__(self, branches):
        super().__init__()
        for index, branch in enumerate(branches, 1):
            self.add_module(f"branch{index}", branch)

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.children()], dim=1)


class PaddedConvolution(nn.Conv2d):
    """With other padding on opposite sides, as TensorFlow has it."""

    def __init__(self, inputs, outputs, kernel, sides, **keys):
        super().__init__(inputs, outputs, kernel, **keys)
        self.sides = sides

    def forward(self, x):
        top, bottom, left, right = self.sides
        return super().forward(nn.functional.pad(x, (left, right, top, bottom)))


class Builder:
    """Makes modules of layers and keeps the shape of one sample on the way."""

    def __init__(self, shape):
        self.shape = list(shape)

    def sequence(self, layers):
        modules, counts = OrderedDict(), {}
        for layer in layers:
            ((kind, keys),) = layer.items()
            counts[kind] = counts.get(kind, 0) + 1
            name = kind + ("" if counts[kind] == 1 else str(counts[kind]))
            modules[name] = getattr(self, kind.replace("-", "_"))(**{k.replace("-", "_"): v for k, v in keys.items()})
        return nn.Sequential(modules)

    def windowed(self, module, kernel, stride, padding=(0, 0, 0, 0), dilation=1, channels=None):
        """Kernel (height, width); padding (top, bottom, left, right)."""
        height = self.shape[1] + padding[0] + padding[1] - dilation * (kernel[0] - 1) - 1
        width = self.shape[2] + padding[2] + padding[3] - dilation * (kernel[1] - 1) - 1
        self.shape = [channels or self.shape[0], height // stride + 1, width // stride + 1]
        return module

    def convolution(self, channels, kernel, stride=1, padding=0, bias=True, dilation=1, groups=1):
        kernel = [kernel] * 2 if isinstance(kernel, int) else kernel
        sides = [padding] * 2 if isinstance(padding, int) else padding
        sides = [sides[0], sides[0], sides[1], sides[1]] if len(sides) == 2 else sides
        keys = dict(stride=stride, bias=bias, dilation=dilation, groups=groups)
        if sides[0] == sides[1] and sides[2] == sides[3]:
            module = nn.Conv2d(self.shape[0], channels, kernel, padding=(sides[0], sides[2]), **keys)
        else:
            module = PaddedConvolution(self.shape[0], channels, kernel, sides, **keys)
        return self.windowed(module, kernel, stride, sides, dilation, channels)

    def linear(self, features, bias=True):
        before, self.shape = self.shape[0], [features]
        return nn.Linear(before, features, bias=bias)

    def relu(self):
        return nn.ReLU()

    def leaky_relu(self, negative_slope=0.01):
        return nn.LeakyReLU(negative_slope)

    def gelu(self):
        return nn.GELU()

    def silu(self):
        return nn.SiLU()

    def max_pool(self, size, stride=None, padding=0):
        return self.windowed(nn.MaxPool2d(size, stride, padding), [size] * 2, stride or size, [padding] * 4)

    def average_pool(self, size, stride=None, padding=0, count_include_pad=True):
        module = nn.AvgPool2d(size, stride, padding, count_include_pad=count_include_pad)
        return self.windowed(module, [size] * 2, stride or size, [padding] * 4)

    def adaptive_average_pool(self, height, width=None):
        self.shape = [self.shape[0], height, width or height]
        return nn.AdaptiveAvgPool2d(self.shape[1:])

    def global_average_pool(self):
        self.shape = self.shape[:1]
        return GlobalAveragePool()

    def batch_norm(self, momentum=0.1, epsilon=1e-5):
        kind = nn.BatchNorm2d if len(self.shape) == 3 else nn.BatchNorm1d
        return kind(self.shape[0], eps=epsilon, momentum=momentum)

    def layer_norm(self, epsilon=1e-5):
        return nn.LayerNorm(self.shape, eps=epsilon)

    def group_norm(self, groups, epsilon=1e-5):
        return nn.GroupNorm(groups, self.shape[0], eps=epsilon)

    def flatten(self):
        self.shape = [torch.Size(self.shape).numel()]
        return nn.Flatten()

    def dropout(self, probability):
        return nn.Dropout(probability)

    def normalize(self, mean, std):
        return Normalize(mean, std)

    def standardize(self):
        return Standardize()

    def residual(self, main, shortcut=()):
        start = list(self.shape)
        main = self.sequence(main)
        end, self.shape = self.shape, start
        shortcut = self.sequence(shortcut)
        self.shape = end
        return Residual(main, shortcut)

    def concatenate(self, branches):
        start, sequences, channels = list(self.shape), [], 0
        for branch in branches:
            self.shape = list(start)
            sequences.append(self.sequence(branch))
            channels += self.shape[0]
        self.shape[0] = channels
        return Concatenate(sequences)


def build(spec):
    """A network of an architecture, which is the text `network` of an exported file as a dict."""
    builder = Builder(spec["input"]["shape"])
    return nn.Sequential(OrderedDict((b["name"], builder.sequence(b["layers"])) for b in spec["blocks"]))


def external(name, names):
    """What a parameter is called in the file, where the architecture came from elsewhere."""
    layer, _, last = name.rpartition(".")
    return names.get(name) or (names[layer] + "." + last if layer in names else name)


def load(file):
    """The network of an exported file, ready to predict."""
    if str(file).endswith(".safetensors"):
        from safetensors import safe_open

        with safe_open(file, framework="pt") as content:
            spec = content.metadata()["network"]
            weights = {name: content.get_tensor(name) for name in content.keys()}
    else:
        with zipfile.ZipFile(file) as archive:
            spec = archive.read("archive/extra/network").decode()
        weights = torch.load(file, weights_only=True)
    spec = json.loads(spec)
    network = build(spec)
    names = spec.get("external-names") or {}
    # What is left out: counters of batches, which only training needs, and an auxiliary classifier.
    own = [name for name in network.state_dict() if not name.endswith(".num_batches_tracked")]
    network.load_state_dict({name: weights[external(name, names)] for name in own})
    return network.eval()
