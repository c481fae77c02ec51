"""A graph of ONNX under construction. Values are named by the builder; constants become initialisers."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

OPSET = 18
OPSET_ML = 5
"""The first with ``TreeEnsemble``, whose branches may ask for members of a set: splits by category."""
IR_VERSION = 10
ROWS = "rows"
"""The name of the free dimension."""


class Graph:
    """Nodes in the order in which they were added, which is an order in which they can be computed."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._initializers: list[onnx.TensorProto] = []
        self._inputs: list[onnx.ValueInfoProto] = []
        self._outputs: list[onnx.ValueInfoProto] = []
        self._functions: list[onnx.FunctionProto] = []
        self._domains: dict[str, int] = {"": OPSET, "ai.onnx.ml": OPSET_ML}
        self._number = 0

    def input(self, name: str, kind: int, shape: Sequence[str | int]) -> str:
        """An input of the model; ``kind`` is one of TensorProto's types."""
        self._inputs.append(helper.make_tensor_value_info(name, kind, list(shape)))
        return name

    def output(self, value: str, name: str, shape: Sequence[str | int]) -> None:
        """Give ``value``, of double precision, out as ``name``."""
        self._nodes.append(helper.make_node("Identity", [value], [name]))
        self._outputs.append(helper.make_tensor_value_info(name, TensorProto.DOUBLE, list(shape)))

    def constant(self, values: NDArray[Any] | Sequence[float] | float) -> str:
        """An array; numbers of Python are doubles."""
        name = self._name("constant")
        self._initializers.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def add(self, op: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """A node with one output, whose name is given back."""
        name = self._name(op.lower())
        self._nodes.append(helper.make_node(op, list(inputs), [name], domain=domain, **attributes))
        return name

    def cast(self, value: str, kind: int) -> str:
        return self.add("Cast", value, to=kind)

    def include(self, model: onnx.ModelProto, inputs: Sequence[str]) -> str:
        """Another model with one output, fed by values of this graph in the order of its own inputs."""
        prefix = self._name("part") + "/"
        known = {i.name: value for i, value in zip(model.graph.input, inputs, strict=True)}

        def renamed(name: str) -> str:
            return known.get(name, prefix + name) if name else ""

        for tensor in model.graph.initializer:
            kept = onnx.TensorProto()
            kept.CopyFrom(tensor)
            kept.name = renamed(tensor.name)
            self._initializers.append(kept)
        for node in model.graph.node:
            copy = onnx.NodeProto()
            copy.CopyFrom(node)
            copy.name = prefix + node.name
            del copy.input[:], copy.output[:]
            copy.input.extend(renamed(n) for n in node.input)
            copy.output.extend(renamed(n) for n in node.output)
            self._nodes.append(copy)
        self._functions.extend(model.functions)
        for opset in model.opset_import:
            self._domains.setdefault(opset.domain, opset.version)
        return renamed(model.graph.output[0].name)

    def model(self, metadata: dict[str, str]) -> onnx.ModelProto:
        """The finished model, checked, without what no output needs. Raises ``onnx.checker.ValidationError``."""
        nodes, needed = self._needed()
        constants = [c for c in self._initializers if c.name in needed]
        graph = helper.make_graph(nodes, "driftdesk", self._inputs, self._outputs, initializer=constants)
        made = helper.make_model(
            graph,
            producer_name="driftdesk",
            functions=self._functions,
            opset_imports=[helper.make_opsetid(d, v) for d, v in self._domains.items()],
            ir_version=IR_VERSION,
        )
        helper.set_model_props(made, metadata)
        onnx.checker.check_model(made)
        return made

    def _needed(self) -> tuple[list[onnx.NodeProto], set[str]]:
        """Nodes that lead to an output, and the names of what they read."""
        needed = {o.name for o in self._outputs}
        nodes = []
        for node in reversed(self._nodes):
            if needed.intersection(node.output):
                needed.update(node.input)
                nodes.append(node)
        return nodes[::-1], needed

    def _name(self, stem: str) -> str:
        self._number += 1
        return f"{stem}_{self._number}"
