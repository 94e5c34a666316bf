/** Trained networks as files for other programs: ONNX, safetensors, PyTorch's state_dict. */
@NullMarked
package org.widemargin.export;

import org.jspecify.annotations.NullMarked;
