// All panels of a notebook share one script, which a model without a view holds (`Code` in panel.py).
// It is loaded once; each panel carries only these lines.
async function load(model) {
  const id = model.get("code").replace("IPY_MODEL_", "");
  const code = await model.widget_manager.get_model(id);
  code.alliancePanel ??= import(
    URL.createObjectURL(new Blob([code.get("script")], { type: "text/javascript" }))
  );
  return { code, panel: await code.alliancePanel };
}

async function render({ model, el }) {
  const { code, panel } = await load(model);
  el.lang = code.get("language");
  return panel.render({ model, el, texts: code.get("texts"), sheet: code.get("sheet") });
}

export default { render };
