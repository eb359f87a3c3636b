// Starts what makes a page quicker to use. Every page works without it.
import "./autosave.js";
import "./chart.js";
import "./dialog.js";
import "./drawer.js";
import "./palette.js";
import "./rail.js";
import "./shortcuts.js";
import "./theme.js";
import "./toast.js";
