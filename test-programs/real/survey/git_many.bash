# Git makes fifteen commits, searches, rebases and repacks them.
# needs: git

export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
git init -q repository
cd repository
for i in {1..15}; do
  echo $i > file$i
  git add .
  git commit -qm "commit $i" --date=2020-01-01T00:00:00
done
git log --oneline | wc -l
git grep -c 1 | wc -l
git stash list
git rebase -q --force-rebase HEAD~3
git repack -adq
git diff HEAD~5 --stat | tail -1
