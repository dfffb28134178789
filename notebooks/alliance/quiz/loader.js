async function render({ model, el }) {
  const code = await model.widget_manager.get_model(model.get("code").replace("IPY_MODEL_", ""));
  code.alliancePanel ??= import(
    URL.createObjectURL(new Blob([code.get("script")], { type: "text/javascript" }))
  );
  el.lang = code.get("language");
  return (await code.alliancePanel).render({ model, el, code });
}

export default { render };
