// antd's dialog in a layer of its own. In the body itself it would lock scrolling through a style without a nonce, which the
// content policy refuses; here base.css does it.
import { Modal, type ModalProps } from "antd";

function layer(): HTMLElement {
  const found = document.getElementById("layer");
  if (found) return found;
  const made = document.createElement("div");
  made.id = "layer";
  return document.body.appendChild(made);
}

export function Dialog(props: ModalProps) {
  return <Modal getContainer={layer} {...props} />;
}
