"""SpiffWorkflow walks cases through permit.bpmn: `spiff.py FILE memory|kept CASES` prints microseconds a case.

With «kept», the state is written out and read in again between steps, as it must be for a case that lasts weeks.
"""

import sys
import time

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

# Who does what, and how many fields were marked meanwhile.
STEPS = [("revisar", 1), ("corregir", 0), ("revisar", 0), ("informar", 0), ("medir", 0), ("decidir", 0)]


def walk(spec, serializer):
    workflow = BpmnWorkflow(spec)
    workflow.do_engine_steps()
    for name, marked in STEPS:
        if serializer:
            workflow = serializer.deserialize_json(serializer.serialize_json(workflow))
        ready = workflow.get_tasks(state=TaskState.READY, manual=True)
        task = next(task for task in ready if task.task_spec.bpmn_id == name)
        task.data["marcas"] = marked
        task.run()
        workflow.do_engine_steps()
    assert workflow.is_completed(), "the case did not end"
    ended = {task.task_spec.bpmn_id for task in workflow.get_tasks(state=TaskState.COMPLETED)}
    assert "granted" in ended and "abandoned" not in ended, "the case ended otherwise"


def main():
    file, mode, cases = sys.argv[1], sys.argv[2], int(sys.argv[3])
    parser = BpmnParser()
    parser.add_bpmn_file(file)
    spec = parser.get_spec("permit")
    serializer = BpmnWorkflowSerializer() if mode == "kept" else None
    walk(spec, serializer)
    began = time.perf_counter()
    for _ in range(cases):
        walk(spec, serializer)
    print((time.perf_counter() - began) * 1e6 / cases)


main()
