// How wide the preview is.
const frame = document.querySelector(".preview-frame");
document.querySelector(".widths").addEventListener("change", (event) => {
  frame.dataset.width = event.target.value;
});
