// Makes a picture small before it is sent: a face needs few pixels, and phones take many. Without this script the server says what is too big.
(() => {
  const field = document.querySelector('[data-shrink]');
  const button = field?.form.querySelector('button');
  const side = 512, small = 100_000;

  async function shrink(file) {
    const drawn = await createImageBitmap(file);
    const scale = Math.min(1, side / Math.min(drawn.width, drawn.height));
    if (scale === 1 && file.size < small) return;
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(drawn.width * scale);
    canvas.height = Math.round(drawn.height * scale);
    canvas.getContext('2d').drawImage(drawn, 0, 0, canvas.width, canvas.height);
    const type = file.type === 'image/png' || file.type === 'image/webp' ? 'image/webp' : 'image/jpeg';
    const made = await new Promise(resolve => canvas.toBlob(resolve, type, .85));
    if (!made || made.size >= file.size) return;
    const files = new DataTransfer();
    files.items.add(new File([made], 'picture', { type: made.type }));
    field.files = files.files;
  }

  field?.addEventListener('change', async () => {
    const [file] = field.files;
    if (!file) return;
    button.disabled = true;
    try {
      await shrink(file);
    } catch {
      // What a browser cannot draw is sent as it is: the server says what is wrong with it.
    } finally {
      button.disabled = false;
    }
  });
})();
