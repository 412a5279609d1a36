// The map of `/bakkerij/kaart`: what stands in the list `#places`, as markers in `#map`. Leaflet stands before this in the same file.
(() => {
  const box = document.getElementById("map");
  const places = [...document.querySelectorAll("#places > [data-lat]")];
  if (!box || !places.length) return;
  box.hidden = false;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(box, {
    attributionControl: false, zoomControl: false, scrollWheelZoom: false, maxZoom: 17,
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still,
  });
  L.control.zoom({ zoomInTitle: box.dataset.in, zoomOutTitle: box.dataset.out }).addTo(map);
  if (box.dataset.tiles) {
    L.control.attribution({ prefix: false }).addTo(map);
    const credit = document.createElement("span");
    credit.textContent = box.dataset.credit;
    L.tileLayer(box.dataset.tiles, { maxZoom: 17, attribution: credit.innerHTML }).addTo(map);
  }

  // Small ones lie on top of large ones.
  const markers = places.map((place) => {
    const { lat, lon, count } = place.dataset;
    const size = Math.round(28 + 8 * Math.log2(Number(count)));
    const sign = document.createElement("span");
    sign.textContent = count;
    const icon = L.divIcon({ className: "wk-map__place", html: sign, iconSize: [size, size] });
    const marker = L.marker([Number(lat), Number(lon)], { icon, riseOnHover: true, zIndexOffset: -100 * size });
    const words = place.firstElementChild.cloneNode(true);
    marker.bindPopup(words, { closeButton: true, autoPanPadding: [24, 24] });
    // What is seen, the number, begins what is heard.
    const label = [count, ...[...words.querySelectorAll("a, span")].map((part) => part.textContent)].join(", ");
    marker.on("add", () => marker.getElement().setAttribute("aria-label", label));
    return marker;
  });
  map.on("popupopen", ({ popup }) => {
    const close = popup.getElement().querySelector(".leaflet-popup-close-button");
    close.setAttribute("aria-label", box.dataset.close);
    popup.getElement().querySelector("a").focus();
  });
  // Leaflet itself hears Escape only while the map has the focus, not what stands in it.
  box.addEventListener("keydown", ({ key }) => { if (key === "Escape") map.closePopup(); });
  map.on("popupclose", ({ popup }) => popup._source.getElement()?.focus());
  // Where there are no tiles under them, the markers need only keep apart.
  const bounds = L.latLngBounds(markers.map((marker) => marker.getLatLng()));
  map.fitBounds(bounds, { padding: [36, 36], maxZoom: 14, animate: false });
  markers.forEach((marker) => marker.addTo(map));
})();
