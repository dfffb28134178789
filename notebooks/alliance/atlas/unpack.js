// Leaflet is as long as all the rest of a map, so a page carries it packed (base64 of zlib). This
// unpacks it and then runs the scripts that need it, in their order.
const run = (text) => {
  const script = document.createElement("script");
  script.text = text;
  document.body.append(script);
};
const textIn = (id) => document.getElementById(id).textContent;

async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(unpacked).text();
}

unpack(textIn("al-leaflet")).then((leaflet) => {
  run(leaflet);
  document.querySelectorAll("script.al-after").forEach((script) => run(script.textContent));
});
