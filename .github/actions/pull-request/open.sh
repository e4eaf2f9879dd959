#!/usr/bin/env bash
# Commits what changed below content/ to a branch of its own, and opens a pull request of it where none is open.
set -euo pipefail

bot='github-actions[bot]'
git add --all -- "${SITE:-.}/content"
if git diff --cached --quiet; then
  echo "Nothing changed: there is nothing to propose"
  exit 0
fi

open=$(gh pr list --head "$BRANCH" --state open --json number --jq '.[].number')
gh auth setup-git
# Whoever works on an open pull request by hand keeps that work.
if [ -n "$open" ] && git fetch --quiet --depth 1 origin "$BRANCH"; then
  author=$(git log -1 --format=%an FETCH_HEAD)
  if [ "$author" != "$bot" ] && [ "$(git rev-parse FETCH_HEAD)" != "$(git rev-parse HEAD)" ]; then
    echo "::warning::Somebody else has worked on this branch: it stays as it is"
    exit 0
  fi
fi

git switch --quiet --force-create "$BRANCH"
git -c user.name="$bot" -c user.email='41898282+github-actions[bot]@users.noreply.github.com' \
  commit --quiet --message "$TITLE"
git push --quiet --force origin "HEAD:refs/heads/$BRANCH"

if [ -n "$open" ]; then
  gh pr edit "$BRANCH" --title "$TITLE" --body-file "$MESSAGE"
elif ! gh pr create --base "$BASE" --head "$BRANCH" --title "$TITLE" --body-file "$MESSAGE"; then
  echo "::error::Settings, Actions, General: allow GitHub Actions to create and approve pull requests"
  exit 1
fi
# What a workflow pushes starts no other, unless it is asked for by name. Without a workflow to check, there is nothing to ask for.
gh workflow run check.yml --ref "$BRANCH" || echo "There is no workflow check.yml to start"
