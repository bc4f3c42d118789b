// Of the two places only the one that fits the chosen role is shown; without JavaScript both stand there with their help.
const GROUP_ROLES = new Set(["group_leader", "group_member"]);
const form = document.querySelector("form[data-invite]");
const places = form.querySelectorAll("[data-for-roles]");

function show() {
  const role = form.elements.role.value;
  for (const place of places) {
    place.hidden = !role || (place.dataset.forRoles === "group") !== GROUP_ROLES.has(role);
  }
}

form.addEventListener("change", show);
show();
