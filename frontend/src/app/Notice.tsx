import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";

import { Icon } from "../ui/Icon";

interface NoticeProps {
  readonly text: string;
  readonly onClose: () => void;
}

/** Something to know about the whole page, above the conversation. */
export function Notice({ text, onClose }: NoticeProps) {
  return (
    <Box role="alert" sx={noticeStyle}>
      <Icon name="warning" sx={{ color: "warning.main" }} />
      <Typography variant="body2" sx={{ flex: 1, minWidth: 0 }}>
        {text}
      </Typography>
      <IconButton aria-label="Close the notice" title="Close" onClick={onClose}>
        <Icon name="close" />
      </IconButton>
    </Box>
  );
}

const noticeStyle = {
  display: "flex",
  alignItems: "center",
  gap: 1,
  pl: 2,
  borderBottom: 1,
  borderColor: "divider",
  bgcolor: "background.paper",
} as const;
