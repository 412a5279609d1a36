// The map of `/bakkerij/kaart`: what stands in the list `#places`, as markers in `#map`. Leaflet stands before this in the same file.
(() => {
  // The width of the largest marker, in pixels.
  const LARGEST = 56;
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

  const found = places.map((place) => ({
    at: L.latLng(Number(place.dataset.lat), Number(place.dataset.lon)), count: Number(place.dataset.count), words: place.firstElementChild,
  }));

  // Places that would lie over each other at this zoom share a marker, so that each can be pressed. The list has the largest first.
  const layer = L.layerGroup().addTo(map);
  const draw = () => {
    layer.clearLayers();
    const groups = [];
    for (const place of found) {
      const point = map.latLngToLayerPoint(place.at);
      const near = groups.find((group) => group.point.distanceTo(point) < LARGEST);
      if (near) near.places.push(place);
      else groups.push({ point, places: [place] });
    }
    for (const group of groups) layer.addLayer(marker(group.places));
  };
  const marker = (places) => {
    const count = places.reduce((sum, place) => sum + place.count, 0);
    const size = Math.min(LARGEST, Math.round(28 + 6 * Math.log2(count)));
    const sign = document.createElement("span");
    sign.textContent = count;
    const one = L.marker(places[0].at, { icon: L.divIcon({ className: "wk-map__place", html: sign, iconSize: [size, size] }) });
    const words = document.createElement("div");
    words.append(...places.map((place) => place.words.cloneNode(true)));
    one.bindPopup(words, { maxHeight: 240, autoPanPadding: [24, 24] });
    // What is seen, the number, begins what is heard.
    const label = [count, ...[...words.querySelectorAll("a, span")].map((part) => part.textContent)].join(", ");
    one.on("add", () => one.getElement().setAttribute("aria-label", label));
    return one;
  };
  map.on("popupopen", ({ popup }) => {
    const close = popup.getElement().querySelector(".leaflet-popup-close-button");
    close.setAttribute("aria-label", box.dataset.close);
    popup.getElement().querySelector("a").focus();
  });
  // Leaflet itself hears Escape only while the map has the focus, not what stands in it.
  box.addEventListener("keydown", ({ key }) => { if (key === "Escape") map.closePopup(); });
  map.on("popupclose", ({ popup }) => popup._source.getElement()?.focus());
  map.fitBounds(L.latLngBounds(found.map((place) => place.at)), { padding: [36, 36], maxZoom: 14, animate: false });
  draw();
  map.on("zoomend", draw);
})();
