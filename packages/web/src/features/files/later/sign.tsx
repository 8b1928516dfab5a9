const PATHS = {
  clip: "M18.5 11.5l-6.8 6.8a4.2 4.2 0 0 1-6-6l7.3-7.3a2.8 2.8 0 0 1 4 4l-7.2 7.2a1.4 1.4 0 0 1-2-2l6.3-6.3",
  mic: "M12 4a2.8 2.8 0 0 0-2.8 2.8v4.7a2.8 2.8 0 0 0 5.6 0V6.8A2.8 2.8 0 0 0 12 4M6 11.5a6 6 0 0 0 12 0M12 17.5v3",
  play: "M8.5 5.8v12.4a.8.8 0 0 0 1.2.7l9.6-6.2a.8.8 0 0 0 0-1.4L9.7 5.1a.8.8 0 0 0-1.2.7z",
  pause: "M7.5 5.5h3v13h-3zM13.5 5.5h3v13h-3z",
  save: "M12 4.5v10M7 10.5l5 5 5-5M5 19.5h14",
  zoom: "M11 4.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M20 20l-4.3-4.3M8.5 11h5M11 8.5v5",
} as const;

/** An icon that only these screens need: not in the page's sprite. */
export function Sign(props: { readonly name: keyof typeof PATHS }) {
  return (
    <svg class="i" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[props.name]} />
    </svg>
  );
}
