/** Dots on one canvas, drawn all at once: thousands of them may change while the hand moves. */

import * as L from '/vendor/leaflet/leaflet-src.esm.js';

/** How much more than the map is drawn on each side, so that moving it shows no empty edge. */
const BEYOND = 0.3;
const OPACITY = 0.85;

/** @param {L.Map} map @param {string} pane */
export function dotCanvas(map, pane) {
  const canvas = document.createElement('canvas');
  // Leaflet hides it while it zooms.
  canvas.className = 'leaflet-zoom-hide';
  canvas.setAttribute('aria-hidden', 'true');
  map.getPane(pane)?.append(canvas);
  const brush = canvas.getContext('2d');
  /** @type {[number, number][]} */
  let dots = [];
  /** @type {Set<number>} */
  let gone = new Set();
  /** @type {[number, number][]} */
  let come = [];
  /** @type {Float64Array} pixels of each dot from the canvas's corner */
  let pixels = new Float64Array();
  let radius = 1.7;
  let colour = '';
  let corner = L.point(0, 0);

  /** @param {[number, number]} dot */
  function pixelOf([lon, lat]) {
    return map.latLngToLayerPoint([lat, lon]).subtract(corner);
  }

  function place() {
    const size = map.getSize();
    const scale = window.devicePixelRatio || 1;
    corner = map.containerPointToLayerPoint(size.multiplyBy(-BEYOND)).round();
    L.DomUtil.setPosition(canvas, corner);
    const [width, height] = [size.x * (1 + 2 * BEYOND), size.y * (1 + 2 * BEYOND)];
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    brush?.setTransform(scale, 0, 0, scale, 0, 0);
    pixels = new Float64Array(dots.length * 2);
    dots.forEach((dot, index) => {
      const at = pixelOf(dot);
      pixels[2 * index] = at.x;
      pixels[2 * index + 1] = at.y;
    });
    draw();
  }

  function draw() {
    if (!brush) return;
    brush.clearRect(0, 0, canvas.width, canvas.height);
    if (dots.length + come.length === 0) return;
    brush.globalAlpha = OPACITY;
    brush.fillStyle = colour;
    brush.beginPath();
    const dot = (/** @type {number} */ x, /** @type {number} */ y) => {
      brush.moveTo(x + radius, y);
      brush.arc(x, y, radius, 0, 2 * Math.PI);
    };
    for (let index = 0; index < dots.length; index += 1)
      if (!gone.has(index)) dot(pixels[2 * index] ?? 0, pixels[2 * index + 1] ?? 0);
    for (const one of come) {
      const { x, y } = pixelOf(one);
      dot(x, y);
    }
    brush.fill();
  }

  map.on('moveend viewreset resize', () => {
    if (dots.length + come.length > 0) place();
  });

  return {
    /** @param {[number, number][]} all longitude, latitude @param {{radius: number, colour: string}} how */
    set(all, how) {
      if (all === dots && how.radius === radius && how.colour === colour) return;
      dots = all;
      gone = new Set();
      come = [];
      ({ radius, colour } = how);
      place();
    },
    /** Without some of the dots, and with others. @param {Set<number>} less places in the list @param {[number, number][]} more */
    change(less, more) {
      gone = less;
      come = more;
      draw();
    },
  };
}
